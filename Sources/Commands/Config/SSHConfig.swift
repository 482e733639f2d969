/// How nodes are reached and logged in to.
struct SSHConfig: Hashable, Sendable {
  /// User on the nodes.
  var user = "root"
  /// TCP port.
  var port = 22
  /// Private keys, tried in order; empty for the agent's and the usual ones of `~/.ssh`.
  var identityFiles: [String] = []
  /// Whether the keys of an agent are tried.
  var usesAgent = true
  /// Whether commands run through sudo, for a user that is not root.
  var usesSudo = false
  /// Files with the keys of known hosts; the first takes newly trusted ones.
  var knownHosts: [String]
  /// Limit of connecting and logging in, in seconds.
  var connectTimeoutSeconds = 10.0
  /// Seconds between two refreshes of the lease that a run holds on the cluster, which lets go of it after 120.
  var leaseRefreshSeconds = 30.0

  /// The defaults.
  init(at place: ConfigPlace) {
    knownHosts = [place.absolute("~/.ssh/known_hosts"), "/etc/ssh/ssh_known_hosts"]
  }

  static func keys(at place: ConfigPlace) -> [ConfigKey<SSHConfig>] {
    [
      .word("user", \.user),
      .integer("port", \.port, in: 1...65_535),
      .paths("identity_files", \.identityFiles, at: place),
      .flag("agent", \.usesAgent),
      .flag("sudo", \.usesSudo),
      .paths("known_hosts", \.knownHosts, at: place),
      .duration("connect_timeout", \.connectTimeoutSeconds, in: 1...300),
      .duration("lease_refresh", \.leaseRefreshSeconds, in: 0.05...30),
    ]
  }
}
