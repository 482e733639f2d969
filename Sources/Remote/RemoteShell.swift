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

extension RemoteShell {
  /// Runs all `lines` on `host` at once and waits for the end of each.
  /// - Parameters:
  ///   - host: name of a host as configured.
  ///   - deadline: after so long the attempt ends with `.deadlineExceeded`.
  /// - Returns: what came back, joined in the order of the lines.
  /// - Throws: `NodeError` of the first line that could not be run.
  public func run(_ lines: [CommandLine], on host: String, deadline: Duration) async throws(NodeError) -> CommandResult
  {
    if lines.count == 1 { return try await run(lines[0], on: host, deadline: deadline) }
    let answers = await withTaskGroup(of: (index: Int, answer: Result<CommandResult, NodeError>).self) { group in
      for index in lines.indices {
        group.addTask { (index, await attempt(lines[index], on: host, deadline: deadline)) }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    var results: [CommandResult] = []
    for answer in answers.sorted(by: { $0.index < $1.index }) { results.append(try answer.answer.get()) }
    return CommandResult(joining: results)
  }

  private func attempt(
    _ line: CommandLine, on host: String, deadline: Duration
  ) async -> Result<CommandResult, NodeError> {
    do throws(NodeError) {
      return .success(try await run(line, on: host, deadline: deadline))
    } catch {
      return .failure(error)
    }
  }
}
