/// A node's shutdown never ends: it answers, starts nothing and waits, until it is forced.
/// - Source: facts/pve.md 8.1, 15.7.
struct StuckShutdown {
  var node: String

  func install(in cluster: SimulatedCluster) {
    cluster.hooks.hangers.append { $0.name == node }
  }
}
