/// Every connection to a host breaks at a moment; what runs in them gets no answer through.
/// - Source: facts/pve.md 1.3.
struct SSHDropped: FaultKind {
  var node: String
  var at: Double

  static let name = "ssh-dropped"
  static let places = "HOST:AT"
  var words: [String] { [node, FaultWords.number(at)] }

  init?(_ words: FaultWords) {
    guard let node = words.text(0), let at = words.number(1) else { return nil }
    self.node = node
    self.at = at
  }

  static func random(in herd: Herd, _ random: inout SeededRandom) -> [String]? {
    random.node(of: herd).map { [$0, random.word(1...1500)] }
  }

  func install(in cluster: SimulatedCluster) {
    cluster.strike(at: at) { [unowned cluster] in cluster.dropConnections(to: node) }
  }
}
