/// Someone has queued a reboot on a node; it does not begin, and is cancelled after a while.
/// - Source: facts/pve.md 8.1.
struct RebootQueued: FaultKind {
  var node: String
  var at: Double
  var seconds: Double

  static let name = "reboot-queued"
  static let places = "NODE:AT[:SECONDS]"
  var words: [String] { [node, FaultWords.number(at), FaultWords.number(seconds)] }

  init?(_ words: FaultWords) {
    guard let node = words.text(0), let at = words.number(1), let seconds = words.number(2, otherwise: 300) else {
      return nil
    }
    self.node = node
    self.at = at
    self.seconds = seconds
  }

  static func random(in herd: Herd, _ random: inout SeededRandom) -> [String]? {
    random.node(of: herd).map { [$0, random.word(0...1200), random.word(10...900)] }
  }

  func install(in cluster: SimulatedCluster) {
    let node = node
    cluster.strike(at: at) { [unowned cluster] in
      cluster.hooks.queuedReboots.insert(node)
      cluster.after(seconds) { [unowned cluster] in cluster.hooks.queuedReboots.remove(node) }
    }
  }
}
