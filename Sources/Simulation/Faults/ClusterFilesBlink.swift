/// An upgrade restarts pmxcfs, and `/etc/pve` is empty for a moment.
/// - Source: facts/pve.md 9.3.
struct ClusterFilesBlink: NodeFaultKind {
  var node: String

  static let name = "cluster-files-blink"

  func install(in cluster: SimulatedCluster) {
    cluster.hooks.upgrades.append { host, package in
      guard host.name == node, package == "pve-manager", host.hasClusterFiles else { return }
      host.hasClusterFiles = false
      // Long enough to be met by one of several looks.
      host.after(3) { host.hasClusterFiles = true }
    }
  }
}
