/// The seam to the outside world: whoever can run a command line on a named host. libssh2 stands behind it in
/// production, the simulated cluster in demos, rehearsals and most tests.
public protocol RemoteShell: Sendable {
  /// Runs `line` on `host` and waits for its end.
  /// - Parameters:
  ///   - host: name of a host as configured; the implementation knows its address.
  ///   - deadline: after so long the attempt ends with `.deadlineExceeded`.
  /// - Throws: `NodeError`; a command that ran and failed is a result, not an error.
  func run(_ line: CommandLine, on host: String, deadline: Duration) async throws(NodeError) -> CommandResult
}
