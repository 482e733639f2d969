import Local
import Planning

extension LocalCommand {
  /// Runs it.
  /// - Returns: why it failed, in a sentence; nil if it did not.
  func failure(facts: [String: String], limitSeconds: Double) async -> String? {
    let outcome = await run(facts: facts, limitSeconds: limitSeconds)
    guard outcome.status != 0 else { return nil }
    let name = words.first ?? ""
    if outcome.status == 124 || outcome.status == 137 {
      return "\(name): no end within \(Phrase.seconds(limitSeconds))"
    }
    // What went wrong is said last.
    let said = outcome.output.split(whereSeparator: \.isNewline).map { LogText.trimmed(String($0)) }.last {
      !$0.isEmpty
    }
    return LogText.shortened("\(name): " + (said ?? "exit status \(outcome.status)"))
  }
}
