/// The file system of a node's package cache is full.
/// - Source: facts/pve.md 9.3.
struct DiskFull: NodeFaultKind {
  var node: String

  static let name = "disk-full"

  func install(in cluster: SimulatedCluster) {
    cluster.node(node)?.packages.isDiskFull = true
  }
}
