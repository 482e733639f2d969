/// A node falls out of the cluster for some seconds, and once more, and once more.
/// - Source: facts/pve.md 8.5.
struct CorosyncFlaps: FaultKind {
  var node: String
  var at: Double
  var seconds: Double

  static let name = "corosync-flaps"
  static let places = "NODE:AT[:SECONDS]"
  var words: [String] { [node, FaultWords.number(at), FaultWords.number(seconds)] }

  init?(_ words: FaultWords) {
    guard let node = words.text(0), let at = words.number(1), let seconds = words.number(2, otherwise: 8) else {
      return nil
    }
    self.node = node
    self.at = at
    self.seconds = seconds
  }

  static func random(in herd: Herd, _ random: inout SeededRandom) -> [String]? {
    random.node(of: herd).map { [$0, random.word(1...1200), random.word(2...40)] }
  }

  func install(in cluster: SimulatedCluster) {
    guard let host = cluster.node(node) else { return }
    for round in 0..<3 {
      cluster.strike(at: at + Double(round) * (seconds + 10)) {
        guard host.phase == .running, host.isMember else { return }
        host.isMember = false
        host.after(seconds) { host.isMember = host.phase == .running || host.isMember }
      }
    }
  }
}
