import Cluster

extension Herd {
  /// A simulated copy of a real cluster, as one round of surveys saw it: same nodes, guests, places and storages.
  /// What a survey does not tell, such as the names of pending packages, is made up in the same number.
  public init(copying inventory: Inventory, durations: Durations = Durations()) {
    let paths = HerdCopy.paths(inventory)
    self.init(
      name: inventory.clusterName,
      nodes: inventory.nodes.map { node in
        var copy = Node(
          name: node.name, address: node.address, machine: HerdCopy.machine(node),
          version: node.version.isEmpty ? "8.4.1" : node.version, devices: HerdCopy.devices(node),
          bridges: node.bridges.isEmpty ? ["vmbr0"] : node.bridges)
        copy.paths = paths.filter { $0.nodes.contains(node.name) }.map(\.path)
        return copy
      },
      backupServers: inventory.backupServers.map(HerdCopy.server),
      guests: inventory.guests.map(HerdCopy.guest), storages: HerdCopy.storages(inventory),
      managed: inventory.guests.reduce(into: [:]) { managed, guest in managed[guest.id] = guest.haState },
      durations: durations)
    affinities = inventory.affinities
    mappings = HerdCopy.mappings(inventory)
    let nodeVotes = nodes.reduce(0) { $0 + inventory.quorum.votes(of: $1.name) }
    hasQDevice = inventory.quorum.deviceVotes != nil || inventory.quorum.expected > nodeVotes
    pools = inventory.guests.reduce(into: [:]) { pools, guest in pools[guest.id] = guest.pool }
    cephFlags = inventory.nodes.lazy.compactMap(\.health.ceph?.flags).first
    backupJobs = Set(inventory.nodes.flatMap(\.health.backupJobs)).sorted()
  }
}

/// How what a survey saw becomes what the simulation needs.
enum HerdCopy {
  private static let origin = "Proxmox Debian Repository:stable"
  private static let security = "Debian-Security:12/oldstable-security"

  static func machine(_ node: Node) -> Herd.Machine {
    var machine = Herd.Machine(
      kernel: node.kernel, kernels: Set([node.kernel, node.bootKernel]).filter { !$0.isEmpty }.sorted(),
      pinnedKernel: node.kernelIsPinned ? node.bootKernel : nil, cores: max(node.cores, 1),
      memoryBytes: max(node.memory.totalBytes, 1 << 30), pending: packages(node.updates),
      uptimeSeconds: node.uptimeSeconds)
    if !node.health.processor.isEmpty { machine.processor = node.health.processor }
    return machine
  }

  /// Without folders of those that are in them.
  static func devices(_ node: Node) -> [String] {
    node.devices.filter { folder in !node.devices.contains { $0.hasPrefix(folder + "/") } }.sorted()
  }

  /// Paths that guests need, with the nodes that have them. Those that no node was seen to have are taken to be
  /// everywhere: nobody has looked.
  static func paths(_ inventory: Inventory) -> [(path: String, nodes: [NodeName])] {
    let binds = inventory.guests.flatMap(\.disks).compactMap { disk in
      if case .hostPath(let path, shared: _) = disk.backing { path } else { nil }
    }
    return Set(inventory.guests.flatMap(\.paths) + binds).sorted().map { path in
      let holders = inventory.nodes.filter { $0.paths.contains(path) }
      return (path, (holders.isEmpty ? inventory.nodes : holders).map(\.name))
    }
  }

  static func server(_ server: BackupServer) -> Herd.BackupServer {
    Herd.BackupServer(
      name: server.name, address: server.address,
      machine: Herd.Machine(
        kernel: server.kernel, kernels: Set([server.kernel, server.bootKernel]).filter { !$0.isEmpty }.sorted(),
        cores: max(server.cores, 1), memoryBytes: max(server.memory.totalBytes, 1 << 30),
        pending: packages(server.updates), uptimeSeconds: server.uptimeSeconds),
      version: server.version,
      datastores: server.datastores.map {
        Herd.Storage(
          name: $0.name, type: "datastore", isShared: true, totalBytes: $0.capacity.totalBytes,
          usedBytes: $0.capacity.usedBytes, content: "backup", options: ["/mnt/datastore/\($0.name)"])
      })
  }

  private static func packages(_ updates: PendingUpdates) -> [Herd.Package] {
    var packages: [Herd.Package] = []
    if let kernel = updates.kernel {
      let release = kernel.replacing("proxmox-kernel-", with: "").replacing("-signed", with: "")
      packages.append(
        Herd.Package(
          kernel, from: nil, to: release.replacing("-pve", with: ""), origin: origin,
          kernel: release.hasSuffix("-pve") ? release : nil, bytes: 100 << 20))
    }
    let first = packages.count
    for number in first..<max(updates.count, first) {
      let isSecurity = number < first + updates.security
      packages.append(
        Herd.Package("package-\(number)", from: "1.0-1", to: "1.0-2", origin: isSecurity ? security : origin))
    }
    return packages
  }

  private static func storages(_ storages: [Storage]) -> [Herd.Storage] {
    storages.map {
      Herd.Storage(
        name: $0.name, type: $0.type, isShared: $0.isShared, totalBytes: $0.capacity.totalBytes,
        usedBytes: $0.capacity.usedBytes, content: "rootdir,images")
    }
  }

  /// A storage that only some nodes list is restricted to these.
  static func storages(_ inventory: Inventory) -> [Herd.Storage] {
    let names = Set(inventory.nodes.flatMap { $0.storages.map(\.name) }).sorted()
    return names.compactMap { name in
      let holders = inventory.nodes.filter { $0.storages.contains { $0.name == name } }
      guard let seen = holders.first?.storages.first(where: { $0.name == name }) else { return nil }
      var storage = storages([seen])[0]
      if holders.count < inventory.nodes.count {
        storage.options.append("nodes " + holders.map(\.name.rawValue).joined(separator: ","))
      }
      return storage
    }
  }

  /// Whether a device moves live is known only of those that a guest uses.
  static func mappings(_ inventory: Inventory) -> [String: Herd.Mapping] {
    let live = Set(inventory.guests.flatMap(\.mappings))
    return Set(inventory.nodes.flatMap(\.mappings)).reduce(into: [:]) { found, name in
      let holders = inventory.nodes.filter { $0.mappings.contains(name) }.map(\.name)
      found[name] = Herd.Mapping(nodes: holders, isLive: live.contains(name))
    }
  }

  static func guest(_ guest: Guest) -> Herd.Guest {
    let isContainer = guest.kind == .container
    var lines = ["memory: \(guest.memoryBytes >> 20)", "\(isContainer ? "hostname" : "name"): \(guest.name)"]
    if let cores = guest.cores { lines.append("cores: \(cores)") }
    if let lock = guest.lock { lines.append("lock: \(lock)") }
    if guest.isTemplate { lines.append("template: 1") }
    if guest.startsAtBoot { lines.append("onboot: 1") }
    if !guest.tags.isEmpty { lines.append("tags: \(guest.tags.joined(separator: ";"))") }
    if isContainer, !guest.isPrivileged { lines.append("unprivileged: 1") }
    let startup = [
      guest.startup.order.map { "order=\($0)" }, guest.startup.upSeconds.map { "up=\($0)" },
      guest.startup.downSeconds.map { "down=\($0)" },
    ].compactMap { $0 }
    if !startup.isEmpty { lines.append("startup: \(startup.joined(separator: ","))") }
    lines += guest.devices.enumerated().map { "dev\($0.offset): \($0.element)" }
    lines += guest.bridges.enumerated().map { index, bridge in
      "net\(index): \(isContainer ? "name=eth\(index)" : "virtio=BC:24:11:00:00:0\(index)"),bridge=\(bridge)"
    }
    lines += guest.passthrough.map { "\($0): host" }
    let free = (0...).lazy.map { "hostpci\($0)" }.filter { !guest.passthrough.contains($0) }
    lines += zip(free, guest.mappings).map { "\($0): mapping=\($1)" }
    if guest.seesProcessor { lines.append("cpu: host") }
    lines += guest.paths.filter { !$0.hasPrefix("/") }.map { "hookscript: \($0)" }
    lines += guest.disks.map { "\($0.key): \(value($0, of: guest))" }
    lines.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    lines += guest.paths.filter { $0.hasPrefix("/") }.map(rawLine)
    if guest.hasSnapshots { lines += ["", "[before]", "snaptime: 1"] }
    var copy = Herd.Guest(
      id: guest.id, kind: guest.kind, node: guest.node, isRunning: guest.status == .running, configuration: lines)
    if let used = guest.memoryUsedBytes, guest.memoryBytes > 0 {
      copy.memoryUse = min(Double(used) / Double(guest.memoryBytes), 1)
    }
    return copy
  }

  /// The line by which a container asks for a path of its node.
  private static func rawLine(_ path: String) -> String {
    let device = path.split(separator: "/").last ?? ""
    if path.hasPrefix("/sys/dev/char/") { return "lxc.cgroup2.devices.allow: c \(device) rwm" }
    if path.hasPrefix("/sys/dev/block/") { return "lxc.cgroup2.devices.allow: b \(device) rwm" }
    return "lxc.mount.entry: \(path) \(path.dropFirst()) none bind 0 0"
  }

  private static func value(_ disk: Guest.Disk, of guest: Guest) -> String {
    let size = disk.sizeBytes.map { ",size=\($0 >> 10)K" } ?? ""
    return switch disk.backing {
    case .volume(let storage): "\(storage):\(guest.id)/vm-\(guest.id)-\(disk.key)\(size)"
    case .hostPath(let path, shared: _) where disk.key.hasPrefix("lxc."): "\(path) \(path.dropFirst()) none bind 0 0"
    case .hostPath(let path, let isShared): "\(path),mp=/\(disk.key)\(isShared ? ",shared=1" : "")"
    case .image(let storage): "\(storage):iso/\(disk.key).iso,media=cdrom"
    case .hostDrive: "cdrom"
    }
  }
}
