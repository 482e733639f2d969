/// A node's clock is off by some seconds.
/// - Source: facts/pve.md 15.15.
struct ClockOff: FaultKind {
  var node: String
  var seconds: Double

  static let name = "clock-off"
  static let places = "NODE:SECONDS"
  var words: [String] { [node, FaultWords.number(seconds)] }

  init?(_ words: FaultWords) {
    guard let node = words.text(0), let seconds = words.number(1) else { return nil }
    self.node = node
    self.seconds = seconds
  }

  static func random(in herd: Herd, _ random: inout SeededRandom) -> [String]? {
    random.node(of: herd).map { [$0, random.word(-7200...7200)] }
  }

  func install(in cluster: SimulatedCluster) {
    cluster.hooks.clockOffsets[node] = seconds
  }
}
