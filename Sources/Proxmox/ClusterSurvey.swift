import Cluster
import Remote

/// A node that is to be surveyed.
public struct NodeAddress: Hashable, Sendable {
  /// Key of the host in the `RemoteShell`.
  public var host: String
  /// Address as configured.
  public var address: String
  /// Its name in the cluster, where it is known already.
  public var name: NodeName?

  /// A node by host, address and, if known, name.
  public init(host: String, address: String, name: NodeName? = nil) {
    self.host = host
    self.address = address
    self.name = name
  }
}

/// A backup server that is to be surveyed.
public struct BackupServerAddress: Hashable, Sendable {
  /// Key of the host in the `RemoteShell`.
  public var host: String
  /// Address as configured.
  public var address: String
  /// Name as configured.
  public var name: String

  /// A backup server by host, address and name.
  public init(host: String, address: String, name: String) {
    self.host = host
    self.address = address
    self.name = name
  }
}

/// One look at the whole cluster.
public struct ClusterSurvey: Sendable {
  /// What is.
  public var inventory: Inventory
  /// The host behind each node's name, where it is known.
  public var hosts: [NodeName: String]
  /// Hosts that did not answer, in the order in which they were given.
  public var troubles: [(host: String, error: NodeError)]

  /// Asks every host once, all at the same time.
  /// - Parameters:
  ///   - deadline: for each host.
  ///   - marker: gives random text, new for every host.
  ///   - now: the time.
  public static func take(
    through shell: any RemoteShell, nodes: [NodeAddress], backupServers: [BackupServerAddress] = [],
    deadline: Duration, marker: () -> String, now: @escaping @Sendable () -> Timestamp
  ) async -> ClusterSurvey {
    let nodeMarkers = nodes.map { _ in marker() }
    let serverMarkers = backupServers.map { _ in marker() }
    async let nodeAnswers = gather(nodes.indices) { index in
      await ask(nodes[index], through: shell, deadline: deadline, marker: nodeMarkers[index], now: now)
    }
    async let serverAnswers = gather(backupServers.indices) { index in
      await ask(backupServers[index], through: shell, deadline: deadline, marker: serverMarkers[index])
    }
    var surveys: [HostSurvey] = []
    var failures: [HostFailure] = []
    var troubles: [(host: String, error: NodeError)] = []
    for (node, answer) in zip(nodes, await nodeAnswers) {
      switch answer {
      case .success(let survey): surveys.append(HostSurvey(host: node.host, survey: survey))
      case .failure(let error):
        failures.append(HostFailure(address: node, error: error))
        troubles.append((node.host, error))
      }
    }
    var servers: [BackupServer] = []
    for (server, answer) in zip(backupServers, await serverAnswers) {
      switch answer {
      case .success(let found): servers.append(found)
      case .failure(let error):
        var silent = BackupServer(name: server.name, address: server.address)
        silent.problems = [error.description]
        servers.append(silent)
        troubles.append((server.host, error))
      }
    }
    let inventory = merge(surveys: surveys, failures: failures, backupServers: servers, takenAt: now())
    return ClusterSurvey(
      inventory: inventory, hosts: hosts(surveys: surveys, failures: failures), troubles: troubles)
  }

  private static func ask(
    _ node: NodeAddress, through shell: any RemoteShell, deadline: Duration, marker: String, now: () -> Timestamp
  ) async -> Result<NodeSurvey, NodeError> {
    let question = SurveyQuestion()
    let askedAt = now()
    do {
      let result = try await shell.run(question.lines(marker: marker), on: node.host, deadline: deadline)
      let survey = try question.answer(from: result, marker: marker, host: node.host, address: node.address)
      return .success(survey.timed(askedAt: askedAt, answeredAt: now()))
    } catch {
      return .failure(error)
    }
  }

  private static func ask(
    _ server: BackupServerAddress, through shell: any RemoteShell, deadline: Duration, marker: String
  ) async -> Result<BackupServer, NodeError> {
    let question = BackupServerQuestion()
    do {
      let result = try await shell.run(question.line(marker: marker), on: server.host, deadline: deadline)
      return .success(
        try question.answer(name: server.name, address: server.address, marker: marker, result: result))
    } catch {
      return .failure(error)
    }
  }

  /// Runs `work` for every index at once; answers come back in order.
  private static func gather<Value: Sendable>(
    _ indices: Range<Int>, _ work: @escaping @Sendable (Int) async -> Value
  ) async -> [Value] {
    await withTaskGroup(of: (Int, Value).self) { group in
      for index in indices { group.addTask { (index, await work(index)) } }
      var found: [(Int, Value)] = []
      for await answer in group { found.append(answer) }
      return found.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }
}
