/// A node's shutdown never ends: it answers, starts nothing and waits, until its kernel is told to restart.
/// - Source: facts/pve.md 8.1, 15.7.
struct StuckShutdown: FaultKind {
  var node: String

  static let name = "stuck-shutdown"
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
    cluster.hooks.hangers.append { $0.name == node }
  }
}
