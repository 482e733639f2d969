import Cluster

/// The silence of one turn, and whether monitoring has been told of it.
struct Cover: Hashable, Sendable {
  enum State: Hashable, Sendable {
    /// Nobody was told yet. → `.asked`.
    case idle
    /// Monitoring is being told, and no guest is touched before it has answered. → `.given`.
    case asked
    /// It keeps quiet, or policy lets the turn go on though it could not be told. → `.asked` when the run is taken up.
    case given
  }

  let rules: SilenceRules
  var silence: Silence
  var state = State.idle
  /// Whether monitoring has said that it keeps quiet.
  var isSet = false
  /// Until when it keeps quiet, as it has said; nil where the turn goes on though it could not be told.
  var lastsUntil: Timestamp?
  /// Whether it is being told something now.
  var isAsking = false
  /// Wake-up calls under way to tell it again.
  var calls = 0
  /// Whether the turn is to be taken up where a former process has left it, as soon as it is covered.
  var resumes = false

  init(_ silence: Silence, rules: SilenceRules) {
    self.silence = silence
    self.rules = rules
  }
}
