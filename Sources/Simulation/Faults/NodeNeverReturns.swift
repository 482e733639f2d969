/// A node that goes down stays down: no network after the boot.
/// - Source: facts/pve.md 14.
struct NodeNeverReturns {
  var node: String

  func install(in cluster: SimulatedCluster) {
    cluster.hooks.missing.append { $0.name == node }
  }
}
