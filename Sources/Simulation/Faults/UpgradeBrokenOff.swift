/// Someone has broken an upgrade of a node off, and dpkg refuses everything until that is completed.
/// - Source: facts/pve.md 9.3.
struct UpgradeBrokenOff: FaultKind {
  var node: String

  static let name = "dpkg-interrupted"
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
    cluster.node(node)?.packages.isInterrupted = true
  }
}
