/// A repository of a node wants a subscription that it does not have.
/// - Source: facts/pve.md 9.3.
struct RepositoryUnauthorized {
  var node: String

  func install(in cluster: SimulatedCluster) { cluster.node(node)?.packages.isUnauthorized = true }
}
