import ArgumentParser
import Cluster
import Orchestration
import Planning
import Proxmox
import Remote

/// A cluster that can be asked: who answers, where its nodes are, and what its operator wants.
struct ClusterAccess: Sendable {
  /// Limit of one host's answer to a survey: the slowest part of it, a simulated upgrade, takes seconds on real nodes.
  static let surveyDeadline = Duration.seconds(60)

  /// Runs command lines on the hosts.
  var shell: any RemoteShell
  /// Nodes to ask.
  var nodes: [NodeAddress]
  /// Backup servers to ask.
  var backupServers: [BackupServerAddress]
  /// What the operator wants, the command line's wishes included.
  var policy: Policy
  /// How the screen looks.
  var screen: ScreenConfig
  /// Name in the configuration.
  var clusterName: String
  /// Directory of journal, history and lock.
  var stateDirectory: String
  /// Seconds between two refreshes of the lease on the cluster.
  var leaseRefreshSeconds = 30.0
  /// What keeps monitoring quiet.
  var silencer: (any Silencer)?
  /// Whether the cluster is simulated.
  var isDemo = false
  /// Whose time of day its operator reads.
  var zone: WallClock.Zone { isDemo ? .utc : .local }
  /// The time that a run goes by: real, or the demo's.
  var clock: any RunClock = ScaledClock(origin: WallClock.now())

  /// The cluster that the options name: a simulated one for `--demo`, else one of the configuration.
  static func open(_ options: CommonOptions) async throws -> ClusterAccess {
    if options.demo { return demo(options) }
    if options.speed != nil { throw ValidationError("--speed needs --demo; a real cluster runs at its own") }
    let config = try ConfigFile.load(at: options.place).cluster(named: options.cluster).overridden(by: options)
    return ClusterAccess(config)
  }

  /// The cluster of a configuration, over SSH.
  init(_ config: ClusterConfig) {
    self.init(
      shell: config.shell, nodes: config.nodeAddresses, backupServers: config.backupServerAddresses,
      policy: config.policy, screen: config.screen, clusterName: config.name, stateDirectory: config.stateDirectory)
    silencer = config.silencer
    leaseRefreshSeconds = config.ssh.leaseRefreshSeconds
  }

  init(
    shell: any RemoteShell, nodes: [NodeAddress], backupServers: [BackupServerAddress], policy: Policy,
    screen: ScreenConfig, clusterName: String, stateDirectory: String
  ) {
    self.shell = shell
    self.nodes = nodes
    self.backupServers = backupServers
    self.policy = policy
    self.screen = screen
    self.clusterName = clusterName
    self.stateDirectory = stateDirectory
  }

  /// Asks every host once.
  func survey() async -> ClusterSurvey {
    var generator = SystemRandomNumberGenerator()
    return await ClusterSurvey.take(
      through: shell, nodes: nodes, backupServers: backupServers, deadline: ClusterAccess.surveyDeadline,
      marker: { String(generator.next(), radix: 16) }, now: { clock.now() })
  }

  /// What is.
  /// - Parameter messages: hears of hosts that did not answer and that no other knows either.
  /// - Throws: `NoNodeAnswered`, with what each node's attempt came to.
  func takeInventory(_ messages: Messages = Messages()) async throws(NoNodeAnswered) -> Inventory {
    let survey = await survey()
    guard survey.inventory.nodes.contains(where: \.isOnline) else {
      throw NoNodeAnswered(clusterName: clusterName, troubles: survey.troubles.map(\.error))
    }
    let told = survey.inventory.nodes.flatMap(\.problems) + survey.inventory.backupServers.flatMap(\.problems)
    for trouble in survey.troubles where !told.contains(trouble.error.description) {
      messages.say(.warning, trouble.error.description)
    }
    return survey.inventory
  }
}

/// Not one node of the cluster answered.
struct NoNodeAnswered: ExitCoded, CustomStringConvertible {
  /// Name of the cluster in the configuration.
  var clusterName: String
  /// What each attempt came to.
  var troubles: [NodeError]

  var exitCode: ExitCode { .failed }

  var description: String {
    (["no node of \(clusterName) answered; 'herdmon check' looks closer"] + troubles.map { "  \($0)" })
      .joined(separator: "\n")
  }
}

extension ClusterConfig {
  /// Every host of the cluster.
  var hosts: [HostConfig] { nodes + backupServers }

  /// The nodes as a survey asks for them.
  var nodeAddresses: [NodeAddress] {
    nodes.map { NodeAddress(host: $0.label, address: $0.address, name: $0.name) }
  }

  /// The backup servers as a survey asks for them.
  var backupServerAddresses: [BackupServerAddress] {
    backupServers.map { BackupServerAddress(host: $0.label, address: $0.address, name: $0.label) }
  }
}
