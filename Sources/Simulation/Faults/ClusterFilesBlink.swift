/// An upgrade restarts pmxcfs, and `/etc/pve` is empty for a moment.
/// - Source: facts/pve.md 9.3.
struct ClusterFilesBlink {
  var node: String
  /// Long enough to be met by one of several looks.
  static let seconds = 3.0

  func install(in cluster: SimulatedCluster) {
    cluster.hooks.upgrades.append { host, package in
      guard host.name == node, package == "pve-manager", host.hasClusterFiles else { return }
      host.hasClusterFiles = false
      host.after(ClusterFilesBlink.seconds) { host.hasClusterFiles = true }
    }
  }
}
