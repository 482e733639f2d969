/// Packages of a node are held or broken from a moment on, so that apt can neither upgrade nor say what it would do.
struct HeldPackages: FaultKind {
  var node: String
  var at: Double

  static let name = "held-packages"
  static let places = "NODE[:AT]"
  var words: [String] { [node, FaultWords.number(at)] }

  init?(_ words: FaultWords) {
    guard let node = words.text(0), let at = words.number(1, otherwise: 0) else { return nil }
    self.node = node
    self.at = at
  }

  static func random(in herd: Herd, _ random: inout SeededRandom) -> [String]? {
    random.node(of: herd).map { [$0, random.word(0...900)] }
  }

  func install(in cluster: SimulatedCluster) {
    guard let host = cluster.node(node) else { return }
    cluster.strike(at: at) { host.packages.isStuck = true }
  }
}
