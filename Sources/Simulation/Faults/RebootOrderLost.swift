/// The connection breaks at the moment when a node's reboot is ordered for the first time: nobody knows whether the
/// order got through, and it did not.
struct RebootOrderLost: FaultKind {
  var node: String

  static let name = "reboot-order-lost"
  static let places = "NODE"
  var words: [String] { [node] }

  init?(_ words: FaultWords) {
    guard let node = words.text(0) else { return nil }
    self.node = node
  }

  static func random(in herd: Herd, _ random: inout SeededRandom) -> [String]? { random.node(of: herd).map { [$0] } }

  func install(in cluster: SimulatedCluster) { cluster.hooks.lostOrders.insert(node) }
}
