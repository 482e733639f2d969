/// A node that goes down stays down: no network after the boot.
/// - Source: facts/pve.md 14.
struct NodeNeverReturns: NodeFaultKind {
  var node: String

  static let name = "never-returns"

  func install(in cluster: SimulatedCluster) {
    cluster.hooks.missing.append { $0.name == node }
  }
}
