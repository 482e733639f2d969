import Local
import Orchestration
import Planning

/// The section [silence]: the commands that keep monitoring quiet, and how a run goes about them.
struct SilenceConfig: Hashable, Sendable {
  private var start: LocalCommand?
  private var extend: LocalCommand?
  private var end: LocalCommand?
  /// How a run goes about silences.
  var rules = SilenceRules()

  /// The commands; nil where there are none.
  var commands: SilenceCommands? {
    guard let start, let end else { return nil }
    return SilenceCommands(start: start, extend: extend, end: end)
  }

  /// What is missing, or contradicts itself.
  var lack: String? {
    if commands == nil { return "needs both start and end" }
    if rules.limitSeconds * 6 > rules.lengthSeconds { return "has a length of less than six times its timeout" }
    return nil
  }

  static var keys: [ConfigKey<SilenceConfig>] {
    [
      .command("start", \.start), .command("extend", \.extend), .command("end", \.end),
      .duration("length", \.rules.lengthSeconds, in: 60...86_400),
      .duration("timeout", \.rules.limitSeconds, in: 1...600),
      .duration("patience", \.rules.patienceSeconds, in: 0...3600),
      .choice("on_failure", \.rules.onFailure),
    ]
  }
}

extension ConfigKey {
  /// A program and its arguments.
  static func command(_ name: String, _ path: WritableKeyPath<Target, LocalCommand?>) -> ConfigKey {
    ConfigKey(name: name) { value, target throws(ConfigProblem) in
      let words = try value.strings()
      if words.isEmpty { throw ConfigProblem(line: value.line, message: "is empty; give a program and its arguments") }
      target[keyPath: path] = LocalCommand(words)
    }
  }
}
