/// A node's shutdown never ends: it answers, starts nothing and waits, until its kernel is told to restart.
/// - Source: facts/pve.md 8.1, 15.7.
struct StuckShutdown: NodeFaultKind {
  var node: String

  static let name = "stuck-shutdown"

  func install(in cluster: SimulatedCluster) {
    cluster.hooks.hangers.append { $0.name == node }
  }
}
