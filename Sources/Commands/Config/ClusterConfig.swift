import Cluster
import Orchestration
import Planning

/// One cluster as configured: validated, with nothing left open.
struct ClusterConfig: Hashable, Sendable {
  /// Name in the configuration.
  var name: String
  /// Nodes in the order of the configuration; at least one.
  var nodes: [HostConfig]
  /// Proxmox Backup Servers.
  var backupServers: [HostConfig]
  /// How hosts are reached that say nothing of their own.
  var ssh: SSHConfig
  /// What the operator wants.
  var policy: Policy
  /// The commands that keep monitoring quiet; nil where there are none.
  var silencer: SilenceCommands?
  /// How the screen looks.
  var screen: ScreenConfig
  /// Directory of journal, history and lock.
  var stateDirectory: String
}

/// What is common to all clusters of a file, and what a cluster's own sections override.
struct ConfigSettings: Hashable, Sendable {
  /// How nodes are reached.
  var ssh: SSHConfig
  /// What the operator wants.
  var policy = Policy()
  /// How monitoring is kept quiet.
  var silence = SilenceConfig()

  /// The defaults.
  init(at place: ConfigPlace) { ssh = SSHConfig(at: place) }

  /// Takes one of the sections that may stand at the top of the file and in a cluster.
  /// - Returns: false for any other key.
  mutating func merge(
    _ key: String, _ value: ConfigValue, inside prefix: String, at place: ConfigPlace,
    problems: inout [ConfigProblem]
  ) -> Bool {
    guard ConfigSettings.sections.contains(key) else { return false }
    guard case .table(let table) = value.content else {
      problems.append(ConfigProblem(line: value.line, message: "\(key): must be a section [\(prefix)\(key)]"))
      return true
    }
    let section = "[\(prefix)\(key)]"
    switch key {
    case "ssh": table.store(SSHConfig.keys(at: place), in: &ssh, section: section, problems: &problems)
    case "policy": table.store(Policy.keys, in: &policy, section: section, problems: &problems)
    case "silence":
      table.store(SilenceConfig.keys, in: &silence, section: section, problems: &problems)
      if let lack = silence.lack { problems.append(ConfigProblem(line: table.line, message: "\(section) \(lack)")) }
    default: table.store(Timing.keys, in: &policy.timing, section: section, problems: &problems)
    }
    if policy.timing.retrySeconds > policy.timing.retryMaxSeconds {
      let line = (table["retry"] ?? table["retry_max"])?.line ?? table.line
      problems.append(ConfigProblem(line: line, message: "retry: is longer than retry_max"))
    }
    return true
  }

  static let sections = ["ssh", "policy", "silence", "timing"]
}
