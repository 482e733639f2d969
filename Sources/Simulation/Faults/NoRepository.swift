/// No repository of Proxmox serves a node.
/// - Source: facts/pve.md 9.3.
struct NoRepository: NodeFaultKind {
  var node: String

  static let name = "no-repository"

  func install(in cluster: SimulatedCluster) { cluster.node(node)?.packages.hasNoRepository = true }
}
