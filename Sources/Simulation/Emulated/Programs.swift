/// Every program that the simulated hosts have.
enum Programs {
  enum Host {
    case any, cluster, backup
  }

  struct Entry {
    var path: String
    var host: Host
    var run: @Sendable (Process) -> Void
  }

  private static let folders: Set<String> = [
    "/bin", "/sbin", "/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin",
  ]

  private static let table: [String: Entry] = {
    var table: [String: Entry] = [:]
    func add(_ path: String, _ host: Host, _ run: @escaping @Sendable (Process) -> Void) {
      table[Path.name(path)] = Entry(path: path, host: host, run: run)
    }
    func all(_ programs: [(String, @Sendable (Process) -> Void)]) {
      for (name, run) in programs { add("/usr/bin/\(name)", .any, run) }
    }
    all(Coreutils.programs)
    all(FileTools.programs)
    all(TextTools.programs)
    all(RunTools.programs)
    all(SystemTools.programs)
    all(DiskTools.programs)
    all(PackageQueries.programs)
    all(GuestDoor.programs)
    add("/usr/bin/systemctl", .any, Systemctl.run)
    add("/usr/bin/systemd-run", .any, SystemdRun.run)
    add("/usr/sbin/kexec", .any, Kexec.run)
    add("/usr/bin/apt-get", .any, AptGet.run)
    add("/usr/bin/dpkg", .any, Dpkg.run)
    add("/usr/sbin/pct", .cluster, Pct.run)
    add("/usr/sbin/qm", .cluster, Qm.run)
    add("/usr/bin/pveversion", .cluster, Pveversion.run)
    add("/usr/bin/pvecm", .cluster, Pvecm.run)
    add("/usr/bin/ceph", .cluster, Ceph.run)
    add("/usr/sbin/corosync-quorumtool", .cluster, Pvecm.quorumtool)
    add("/usr/sbin/pvesm", .cluster, Pvesm.run)
    add("/usr/bin/pvesh", .cluster, Pvesh.run)
    add("/usr/bin/vzdump", .cluster, Vzdump.run)
    add("/usr/bin/pvesr", .cluster, Pvesr.run)
    add("/usr/bin/pvenode", .cluster, Pvesr.pvenode)
    add("/usr/sbin/ha-manager", .cluster, HaManager.run)
    add("/usr/sbin/proxmox-backup-manager", .backup, ProxmoxBackupManager.run)
    add("/usr/bin/proxmox-backup-debug", .backup, ProxmoxBackupManager.debug)
    return table
  }()

  static func find(_ word: String, on node: SimulatedNode) -> (@Sendable (Process) -> Void)? {
    let isPath = word.utf8.contains(UInt8(ascii: "/"))
    if isPath, !folders.contains(Path.parent(word)) { return nil }
    let name = isPath ? Path.name(word) : word
    guard let entry = table[name], fits(entry.host, node) else { return nil }
    return entry.run
  }

  private static func fits(_ host: Host, _ node: SimulatedNode) -> Bool {
    switch host {
    case .any: true
    case .cluster: node.kind == .cluster
    case .backup: node.kind == .backup
    }
  }

  static func path(of word: String, on node: SimulatedNode) -> String? {
    find(word, on: node) == nil ? nil : table[Path.name(word)]?.path
  }

  static func names(on node: SimulatedNode) -> [String] {
    table.keys.sorted().filter { name in table[name].map { fits($0.host, node) } ?? false }
  }
}
