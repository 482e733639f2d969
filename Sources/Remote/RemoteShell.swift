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
    let answers = await withTaskGroup(of: (Int, Result<CommandResult, NodeError>).self) { group in
      for (index, line) in lines.enumerated() {
        group.addTask {
          do throws(NodeError) {
            return (index, .success(try await run(line, on: host, deadline: deadline)))
          } catch {
            return (index, .failure(error))
          }
        }
      }
      var answers = lines.map { _ in Result<CommandResult, NodeError>?.none }
      for await (index, answer) in group { answers[index] = answer }
      return answers
    }
    var results: [CommandResult] = []
    for case let answer? in answers { results.append(try answer.get()) }
    return CommandResult(joining: results)
  }
}
