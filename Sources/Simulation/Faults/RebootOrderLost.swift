/// The connection breaks at the moment when a node's reboot is ordered for the first time: nobody knows whether the
/// order got through, and it did not.
struct RebootOrderLost: NodeFaultKind {
  var node: String

  static let name = "reboot-order-lost"

  func install(in cluster: SimulatedCluster) { cluster.hooks.lostOrders.insert(node) }
}
