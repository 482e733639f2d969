/// A node that goes down stays down: no network after the boot.
/// - Source: facts/pve.md 14.
struct NodeNeverReturns: FaultKind {
  var node: String

  static let name = "never-returns"
  static let places = "NODE"
  var words: [String] { [node] }

  init?(_ words: FaultWords) {
    guard let node = words.text(0) else { return nil }
    self.node = node
  }

  static func random(in herd: Herd, _ random: inout SeededRandom) -> [String]? {
    random.node(of: herd).map { [$0] }
  }

  func install(in cluster: SimulatedCluster) {
    cluster.hooks.missing.append { $0.name == node }
  }
}
