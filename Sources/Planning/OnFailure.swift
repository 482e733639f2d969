/// What becomes of a run when a command of the operator's, which stands beside the work on the cluster, fails.
public enum OnFailure: String, Sendable, Codable, CaseIterable {
  /// The run holds and says what to do.
  case hold
  /// The run says so and goes on.
  case ignore
}
