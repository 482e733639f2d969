import Cluster
import Remote

/// An order that a program takes at once and without a word: exit 0 means that it was taken, no more.
protocol ShortOrder {
  /// What runs on the node.
  var command: Command { get }
  /// What is tried, for messages.
  var tried: String { get }
  /// Where to look when it was refused.
  var whereToLook: String { get }
}

extension ShortOrder {
  var line: CommandLine { CommandLine(command, purpose: tried) }

  func answer(from result: CommandResult, of node: NodeName) throws(NodeError) {
    switch result.exit {
    case .status(0): return
    case .status(let status):
      let said = Excerpt.errors(result.errorText)
      throw NodeError(
        kind: .refused, host: node.rawValue, tried: tried,
        answered: said.isEmpty ? "exit status \(status)" : said, remedy: "see `\(whereToLook)` on \(node)")
    case .signal, .none:
      throw NodeError(
        kind: .connectionLost, host: node.rawValue, tried: tried, answered: "the connection broke",
        remedy: "it is not known whether it was taken; see `\(whereToLook)` on \(node)")
    }
  }
}
