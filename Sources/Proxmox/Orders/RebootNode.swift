import Cluster
import Remote

/// The restart of a node.
/// - Source: facts/pve.md 8.1. `reboot` may be wrapped by molly-guard, which asks; `systemctl reboot` is not.
enum RebootNode {
  static let tried = "restart the node"

  static var line: CommandLine { CommandLine(Command("systemctl", "reboot"), purpose: tried) }

  /// Exit 0, no exit status and a broken connection are all a restart under way; only a new boot id proves it.
  static func answer(from result: CommandResult, of node: NodeName) throws(NodeError) {
    switch result.exit {
    case .status(0), .none, .signal: return
    case .status(let status):
      let said = Excerpt.errors(result.errorText + "\n" + result.outputText)
      throw NodeError(
        kind: .refused, host: node.rawValue, tried: tried,
        answered: said.isEmpty ? "exit status \(status)" : "\(said) (exit status \(status))",
        remedy: said.contains("nhibit")
          ? "see `systemd-inhibit --list` on \(node) and end what holds the node up"
          : "see `systemctl list-jobs` and `journalctl -b` on \(node)")
    }
  }
}
