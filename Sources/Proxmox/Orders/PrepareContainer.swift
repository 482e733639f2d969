import Cluster
import Remote

/// Makes the directory whose absence fails the first start of a privileged container with devices. Proxmox would make
/// the same one.
/// - Source: facts/pve.md 6.1.
struct PrepareContainer {
  let guest: GuestID

  private var tried: String { "make the directory of ct/\(guest)" }

  func line() -> CommandLine {
    CommandLine(Command("mkdir", "-p", "-m", "755", .word("/var/lib/lxc/\(guest)")), purpose: tried)
  }

  func answer(from result: CommandResult, of node: NodeName) throws(NodeError) {
    switch result.exit {
    case .status(0): return
    case .status(let status):
      let said = Excerpt.errors(result.errorText)
      throw NodeError(
        kind: .refused, host: node.rawValue, tried: tried,
        answered: said.isEmpty ? "exit status \(status)" : said, remedy: "see `df /var/lib/lxc` on \(node)")
    case .signal, .none:
      throw NodeError(
        kind: .connectionLost, host: node.rawValue, tried: tried, answered: "the connection broke", remedy: "")
    }
  }
}
