/// A node's shared storages are gone for a while.
/// - Source: facts/pve.md 14.
struct StorageGone: FaultKind {
  var node: String
  var at: Double
  var seconds: Double

  static let name = "storage-gone"
  static let places = "NODE:AT[:SECONDS]"
  var words: [String] { [node, FaultWords.number(at), FaultWords.number(seconds)] }

  init?(_ words: FaultWords) {
    guard let node = words.text(0), let at = words.number(1), let seconds = words.number(2, otherwise: 120) else {
      return nil
    }
    self.node = node
    self.at = at
    self.seconds = seconds
  }

  static func random(in herd: Herd, _ random: inout SeededRandom) -> [String]? {
    random.node(of: herd).map { [$0, random.word(1...1200), random.word(10...900)] }
  }

  func install(in cluster: SimulatedCluster) {
    guard let host = cluster.node(node) else { return }
    cluster.strike(at: at) {
      guard host.phase == .running else { return }
      host.hasStorages = false
      host.after(seconds) { host.hasStorages = true }
    }
  }
}
