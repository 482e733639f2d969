import Cluster
import Planning
import Remote

/// A command of the operator's on a node, or in one of its guests, with the facts in its environment.
struct HookOrder {
  let call: HookCall
  let run: RunID
  /// The guest in which it is run; nil for the node itself.
  var guest: (id: GuestID, kind: Guest.Kind)?

  /// The words of the operator's command stand behind `env`, so that facts, which hold names of guests, are words as
  /// well, whatever is in them.
  private var words: [String] {
    let facts = call.environment(of: run).sorted { $0.key < $1.key }.map { name, value in
      "\(name)=\(value.filter { $0 != "\0" })"
    }
    return ["env"] + facts + call.hook.words
  }

  private var inside: GuestCommand? {
    guest.map { GuestCommand(guest: $0.id, kind: $0.kind, words: words, limitSeconds: call.hook.limitSeconds) }
  }

  var line: CommandLine {
    CommandLine(
      inside?.command ?? Command(words: words, limitSeconds: call.hook.limitSeconds), purpose: call.hook.name)
  }

  func answer(from result: CommandResult, of node: NodeName) throws(NodeError) {
    guard case .status(let outer) = result.exit else {
      throw NodeError(
        kind: .connectionLost, host: node.rawValue, tried: call.hook.name, answered: "the connection broke",
        remedy: "it is not known whether it was run")
    }
    let status = inside?.status(outer, output: result.outputText) ?? (inside == nil ? Int(outer) : nil)
    guard status != 0 else { return }
    let said = Excerpt.errors(result.errorText)
    let isLate = status.map { $0 == 124 || $0 == 137 } ?? true
    throw NodeError(
      kind: .refused, host: node.rawValue, tried: call.hook.name,
      answered: isLate
        ? "no end within \(call.hook.limitSeconds) s" : said.isEmpty ? "exit status \(status ?? 1)" : said, remedy: "")
  }
}
