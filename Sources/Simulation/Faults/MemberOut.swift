/// A node falls out of the cluster for a while and answers all the same, as when only corosync's network is down.
/// - Source: facts/pve.md 8.5.
struct MemberOut: FaultKind {
  var node: String
  var at: Double
  var seconds: Double

  static let name = "member-out"
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
    random.node(of: herd).map { [$0, random.word(0...1200), random.word(60...1200)] }
  }

  func install(in cluster: SimulatedCluster) {
    guard let host = cluster.node(node), cluster.members.count > 1 else { return }
    cluster.strike(at: at) {
      guard host.phase == .running else { return }
      host.isMember = false
      // Its end is no further fault; a boot brings it back by itself.
      host.after(seconds) { host.isMember = host.phase == .running || host.isMember }
    }
  }
}
