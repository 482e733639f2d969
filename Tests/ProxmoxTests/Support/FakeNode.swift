import Foundation
import Remote

/// A directory that looks like a node to command lines: files where Proxmox has them, programs that print samples.
/// The lines are run by the machine's own shell, with every absolute path moved below the directory.
struct FakeNode {
  let root: URL

  /// Makes a node, hands it over, and takes it away whatever happens.
  static func with<Value>(_ body: (FakeNode) throws -> Value) throws -> Value {
    let root = URL(filePath: NSTemporaryDirectory()).appending(path: "fake-node-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: root) }
    let node = FakeNode(root: root)
    try FileManager.default.createDirectory(at: root.appending(path: "bin"), withIntermediateDirectories: true)
    return try body(node)
  }

  /// A file, from a sample.
  func place(_ path: String, sample: String) throws { try place(path, try Sample.bytes(sample)) }

  /// Takes a file or folder away.
  func remove(_ path: String) throws { try FileManager.default.removeItem(at: root.appending(path: path)) }

  /// A file with this content.
  func place(_ path: String, _ content: [UInt8] = []) throws {
    let file = root.appending(path: path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(content).write(to: file)
  }

  /// A program on the node's PATH.
  func program(_ name: String, _ script: String) throws {
    try place("bin/\(name)", Array("#!/bin/sh\n\(script)\n".utf8))
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: root.appending(path: "bin/\(name)").path)
  }

  /// A program that prints a sample.
  func program(_ name: String, prints sample: String, exit: Int = 0) throws {
    try place("samples/\(name)", sample: sample)
    try program(name, "cat \(root.path)/samples/\(name); exit \(exit)")
  }

  /// Runs a line as the node's shell would.
  func run(_ line: CommandLine) throws -> CommandResult { try run(line.text) }

  func run(_ lines: [CommandLine]) throws -> CommandResult {
    CommandResult(joining: try lines.map { try run($0.text) })
  }

  /// Runs a script with the node's programs first on the PATH.
  func run(_ text: String) throws -> CommandResult {
    var text = text.replacing(" PATH=", with: " PATH=\(root.path)/bin:")
    for top in FakeNode.tops {
      text = text.replacing(" /\(top)/", with: " \(root.path)/\(top)/")
        .replacing(" /\(top) ", with: " \(root.path)/\(top) ")
    }
    let result = try RealShell.run(["-c", text], environment: ["PATH": "\(root.path)/bin:/usr/bin:/bin"])
    return CommandResult(output: home(result.outputText), errors: home(result.errorText), exit: result.exit)
  }

  private func home(_ text: String) -> [UInt8] { Array(text.replacing(root.path + "/", with: "/").utf8) }

  private static let tops = ["etc", "proc", "boot", "dev", "var", "sys", "run"]

  /// The node of the samples.
  func placeSamples() throws {
    let files = [
      "etc/pve/.members": "etc-pve-members", "etc/pve/.vmlist": "etc-pve-vmlist",
      "etc/pve/corosync.conf": "etc-pve-corosync-conf", "etc/pve/storage.cfg": "etc-pve-storage-cfg",
      "etc/pve/ha/resources.cfg": "etc-pve-ha-resources-cfg", "etc/pve/ha/rules.cfg": "etc-pve-ha-rules-cfg",
      "etc/pve/ha/groups.cfg": "etc-pve-ha-groups-cfg", "etc/pve/mapping/pci.cfg": "etc-pve-mapping-pci-cfg",
      "etc/pve/ha/manager_status": "etc-pve-ha-manager-status", "proc/sys/kernel/random/boot_id": "boot-id",
      "proc/uptime": "proc-uptime", "proc/loadavg": "proc-loadavg", "proc/meminfo": "proc-meminfo",
      "proc/cpuinfo": "proc-cpuinfo",
      "var/log/pve/tasks/active": "active-tasks", "proc/mdstat": "proc-mdstat",
      "var/lib/pve-manager/pve-replication-state.json": "replication-state",
    ]
    for (path, sample) in files { try place(path, sample: "pve1/\(sample).txt") }
    for id in [101, 102, 103, 104, 190] {
      try place("etc/pve/local/lxc/\(id).conf", sample: "configs/lxc/\(id).conf")
    }
    for id in [200, 201, 202, 900] {
      try place("etc/pve/local/qemu-server/\(id).conf", sample: "configs/qemu-server/\(id).conf")
    }
    try place("etc/apt/sources.list", Array("deb http://deb.debian.org/debian bookworm main\n".utf8))
    for kernel in ["6.1.0-18-amd64", "6.8.12-9-pve", "6.8.12-10-pve", "6.8.12-15-pve"] {
      try place("boot/vmlinuz-\(kernel)")
    }
    for name in ["bonding_masters", "enp3s0", "lo", "tap200i0", "vmbr0", "vmbr1"] {
      try place("sys/class/net/\(name)")
    }
    // Only root can make device nodes; links count as well.
    try place("dev/dri/by-path/x")
    for name in ["dri/card1", "dri/renderD128", "null"] {
      try FileManager.default.createSymbolicLink(
        atPath: root.appending(path: "dev/\(name)").path, withDestinationPath: "/dev/null")
    }
    try program("pct", prints: "pve1/pct-list.txt")
    try program("qm", prints: "pve1/qm-list.txt")
    try program("corosync-quorumtool", prints: "pve1/corosync-quorumtool.txt")
    try program("pvesm", prints: "pve1/pvesm-status.txt")
    try program("pvesh", prints: "pve1/cluster-resources.txt")
    try program("pveversion", prints: "pve1/pveversion.txt")
    try program("apt-get", prints: "pve1/apt-get-s-dist-upgrade.txt")
    try program("date", prints: "pve1/date.txt")
    try program("dpkg-query", prints: "pve1/dpkg-query-pve-qemu-kvm.txt")
    try program("df", prints: "pve1/df.txt")
    try program("zpool", prints: "pve1/zpool-status.txt")
    try program("apt-cache", prints: "pve1/apt-cache-policy-pve-manager.txt")
    try program("fuser", "exit 1")
    try program("ceph", "exit 1")
    try program("nproc", prints: "pve1/nproc.txt")
    try program("uname", prints: "pve1/uname-r.txt")
    try program(
      "systemctl",
      "case $1 in is-active) for unit; do echo active; done | tail -n +2;; list-units) ;;"
        + " *) echo 'No jobs running.';; esac")
  }
}
