import Cluster
import Local
import Planning

/// Silences by commands of the operator's, which run on the controller with the facts in their environment.
public struct SilenceCommands: Silencer, Hashable {
  /// Begins a silence.
  public var start: LocalCommand
  /// Extends one; nil lets `start` do it with a new moment.
  public var extend: LocalCommand?
  /// Ends one.
  public var end: LocalCommand

  /// Commands for the three verbs.
  public init(start: LocalCommand, extend: LocalCommand? = nil, end: LocalCommand) {
    self.start = start
    self.extend = extend
    self.end = end
  }

  /// Runs `start`.
  public func start(_ silence: Silence, limitSeconds: Double) async throws(SilenceTrouble) {
    try await run(start, .start, silence, limitSeconds)
  }

  /// Runs `extend`, or `start` where there is none.
  public func extend(_ silence: Silence, limitSeconds: Double) async throws(SilenceTrouble) {
    try await run(extend ?? start, .extend, silence, limitSeconds)
  }

  /// Runs `end`.
  public func end(_ silence: Silence, limitSeconds: Double) async throws(SilenceTrouble) {
    try await run(end, .end, silence, limitSeconds)
  }

  private func run(
    _ command: LocalCommand, _ verb: Silence.Verb, _ silence: Silence, _ limitSeconds: Double
  ) async throws(SilenceTrouble) {
    let facts = SilenceCommands.facts(verb, silence)
    if let failure = await command.failure(facts: facts, limitSeconds: limitSeconds) { throw SilenceTrouble(failure) }
  }

  /// What a command finds in its environment. Names are as their owners wrote them: hostile text, one a line.
  static func facts(_ verb: Silence.Verb, _ silence: Silence) -> [String: String] {
    [
      "HERDMON_EVENT": "silence.\(verb.rawValue)",
      "HERDMON_SILENCE": silence.id,
      "HERDMON_RUN": "\(silence.run)",
      "HERDMON_NODE": "\(silence.node)",
      "HERDMON_UNTIL": Timestamp(seconds: silence.until.seconds.rounded()).iso8601,
      "HERDMON_UNTIL_EPOCH": "\(Int64(silence.until.seconds.rounded()))",
      "HERDMON_SECONDS": "\(Int64(silence.seconds.rounded()))",
    ].merging(GuestFacts.of(silence.guests).map { ("HERDMON_\($0.key)", $0.value) }) { $1 }
  }
}
