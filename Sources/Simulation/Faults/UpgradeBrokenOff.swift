/// Someone has broken an upgrade of a node off, and dpkg refuses everything until that is completed.
/// - Source: facts/pve.md 9.3.
struct UpgradeBrokenOff: NodeFaultKind {
  var node: String

  static let name = "dpkg-interrupted"

  func install(in cluster: SimulatedCluster) {
    cluster.node(node)?.packages.isInterrupted = true
  }
}
