import Cluster

/// `qm`.
/// - Source: facts/pve.md 2, 5, 6.
enum Qm {
  static let tool = GuestTool(kind: .machine)

  @Sendable static func run(_ process: Process) {
    process.afterPerlStart {
      let arguments = process.arguments
      guard let command = arguments.first else { return process.failUsage("ERROR: no command specified") }
      let rest = arguments.dropFirst()
      switch command {
      case "list": list(process)
      case "set": set(rest, process)
      case "guest": GuestDoor.guestExec(rest, process)
      default:
        if !tool.run(command, rest, process) { process.failUsage("ERROR: unknown command 'qm \(command)'") }
      }
    }
  }

  private static func list(_ process: Process) {
    let node = process.node
    let ids = node.ownedGuests(.machine)
    guard !ids.isEmpty else { return process.finish() }
    func row(_ id: String, _ name: String, _ status: String, _ memory: String, _ disk: String, _ pid: String) -> String
    {
      "\(Pad.left(id, 10)) \(Pad.right(name, 20)) \(Pad.right(status, 10)) \(Pad.right(memory, 10)) "
        + "\(Pad.left(disk, 12)) \(Pad.right(pid, 10))\n"
    }
    var text = row("VMID", "NAME", "STATUS", "MEM(MB)", "BOOTDISK(GB)", "PID")
    for id in ids {
      text += row(
        "\(id)", node.cluster.name(of: id), node.runs(id) ? "running" : "stopped",
        "\(node.cluster.memory(of: id) >> 20)", Pad.decimals(bootDisk(id, node), 2),
        node.runs(id) ? "\(node.running[id]?.pid ?? 0)" : "0")
    }
    process.out(text)
    process.finish()
  }

  /// Size in GiB of the first disk in the boot order; 0 without one.
  private static func bootDisk(_ id: Int, _ node: SimulatedNode) -> Double {
    guard let configuration = node.cluster.files.configuration(id), let boot = configuration["boot"],
      let order = GuestConfiguration.options(boot)["order"], let key = order.split(separator: ";").first,
      let value = configuration[String(key)]
    else { return 0 }
    let bytes = GuestVolumes.bytes(GuestConfiguration.options(value)["size"] ?? "0")
    return Double(bytes) / 1_073_741_824
  }

  /// `qm set ID --ide2 none,media=cdrom` and its like.
  private static func set(_ arguments: ArraySlice<String>, _ process: Process) {
    var rest = arguments
    guard let id = Int(rest.popFirst() ?? ""), process.node.owns(id, .machine) else {
      return process.fail(process.node.missingConfiguration(Int(arguments.first ?? "") ?? 0, .machine), status: 2)
    }
    var changes: [(String, String)] = []
    while let option = rest.popFirst() {
      guard option.hasPrefix("-"), let value = rest.popFirst() else {
        return process.failUsage("400 unable to parse option")
      }
      changes.append((String(option.drop { $0 == "-" }), value))
    }
    process.out("update VM \(id):\(changes.map { " -\($0.0) \($0.1)" }.joined())\n")
    guard process.node.isQuorate else {
      return process.fail(
        "unable to open file '/etc/pve/nodes/\(process.node.name)/qemu-server/\(id).conf.tmp.\(process.pid)' - "
          + "Permission denied", status: 13)
    }
    process.cluster.files.change(id, by: process.node.name) { configuration in
      for (key, value) in changes { configuration[key] = value }
    }
    process.finish()
  }
}

extension SimulatedNode {
  /// Guests of a kind whose configuration lies here, in order of id.
  func ownedGuests(_ kind: Guest.Kind) -> [Int] {
    cluster.files.places.filter { $0.value.node == name && $0.value.kind == kind }.keys.sorted()
  }
}
