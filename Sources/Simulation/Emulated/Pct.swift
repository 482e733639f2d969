/// `pct`.
/// - Source: facts/pve.md 2, 5, 6.
enum Pct {
  static let tool = GuestTool(kind: .container)

  @Sendable static func run(_ process: Process) {
    process.afterPerlStart {
      let arguments = process.arguments
      guard let command = arguments.first else { return process.failUsage("ERROR: no command specified") }
      let rest = arguments.dropFirst()
      switch command {
      case "list": list(process)
      case "exec": GuestDoor.exec(rest, process)
      default:
        if !tool.run(command, rest, process) { process.failUsage("ERROR: unknown command 'pct \(command)'") }
      }
    }
  }

  private static func list(_ process: Process) {
    let node = process.node
    let ids = node.ownedGuests(.container)
    guard !ids.isEmpty else { return process.finish() }
    func row(_ id: String, _ status: String, _ lock: String, _ name: String) -> String {
      "\(Pad.right(id, 10)) \(Pad.right(status, 10)) \(Pad.right(lock, 12)) \(Pad.right(name, 20))\n"
    }
    var text = row("VMID", "Status", "Lock", "Name")
    for id in ids {
      let lock = node.cluster.files.configuration(id)?["lock"] ?? ""
      text += row("\(id)", node.runs(id) ? "running" : "stopped", lock, node.cluster.name(of: id))
    }
    process.out(text)
    process.finish()
  }
}
