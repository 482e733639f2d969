import Remote

/// Runs command lines on hosts over SSH. One session per host, opened on first use and kept; commands share it.
public final class SSHShell: RemoteShell {
  private let connections: [String: SSHConnection]

  /// - Parameters:
  ///   - hosts: all hosts that can be asked for; of two with one name the last counts.
  ///   - knownHosts: files that tell genuine hosts from others.
  ///   - limits: what each connection may take up.
  public init(hosts: [SSHHost], knownHosts: KnownHostsFiles = KnownHostsFiles(), limits: SSHLimits = SSHLimits()) {
    let pairs = hosts.map { ($0.name, SSHConnection(host: $0, files: knownHosts, limits: limits)) }
    connections = Dictionary(pairs) { $1 }
  }

  /// Runs a command line and waits for its end. If the task is cancelled, it ends with `.deadlineExceeded` at once.
  public func run(
    _ line: CommandLine, on host: String, deadline: Duration
  ) async throws(NodeError) -> CommandResult {
    try await connection(to: host).run(line, deadline: deadline)
  }

  /// Asks the host for its key without logging in, and looks it up.
  public func probe(_ host: String) async throws(NodeError) -> HostKeyReport {
    try await connection(to: host).probe()
  }

  /// Accepts the host's key on first sight and writes it to the file for that.
  /// - Returns: the key, and what was known of it before.
  /// - Throws: `.hostKeyChanged` for a key that differs from the known one, or is revoked.
  @discardableResult
  public func trust(_ host: String) async throws(NodeError) -> HostKeyReport {
    try await connection(to: host).trust()
  }

  /// Ends all sessions; what still runs over them fails with `.connectionLost`, and so does all that comes later.
  public func close() async {
    for (_, connection) in connections { await connection.close() }
  }

  private func connection(to host: String) throws(NodeError) -> SSHConnection {
    guard let connection = connections[host] else {
      throw NodeError(
        kind: .unreachable, host: host, tried: "find the host's address", answered: "no such host is configured",
        remedy: "add it to the configuration")
    }
    return connection
  }
}
