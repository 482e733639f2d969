/// A host does not answer for a while, and goes on behind that: work on it continues.
/// - Source: facts/pve.md 11.2.
struct SSHSilent: FaultKind {
  var node: String
  var at: Double
  var seconds: Double

  static let name = "ssh-silent"
  static let places = "HOST:AT[:SECONDS]"
  var words: [String] { [node, FaultWords.number(at), FaultWords.number(seconds)] }

  init?(_ words: FaultWords) {
    guard let node = words.text(0), let at = words.number(1), let seconds = words.number(2, otherwise: 30) else {
      return nil
    }
    self.node = node
    self.at = at
    self.seconds = seconds
  }

  static func random(in herd: Herd, _ random: inout SeededRandom) -> [String]? {
    random.node(of: herd).map { [$0, random.word(1...1500), random.word(5...400)] }
  }

  func install(in cluster: SimulatedCluster) {
    guard let host = cluster.node(node) else { return }
    cluster.strike(at: at) {
      guard host.port == .open else { return }
      host.port = .silent
      host.after(seconds) { host.port = .open }
    }
  }
}
