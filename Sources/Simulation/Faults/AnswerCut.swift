/// Some answers of a host break off in the middle, with the connection.
/// - Source: facts/pve.md 11.2.
struct AnswerCut: FaultKind {
  var node: String
  var at: Double
  var times: Int

  static let name = "answer-cut"
  static let places = "HOST:AT[:TIMES]"
  var words: [String] { [node, FaultWords.number(at), "\(times)"] }

  init?(_ words: FaultWords) {
    guard let node = words.text(0), let at = words.number(1), let times = words.count(2, otherwise: 1) else {
      return nil
    }
    self.node = node
    self.at = at
    self.times = times
  }

  static func random(in herd: Herd, _ random: inout SeededRandom) -> [String]? {
    random.node(of: herd).map { [$0, random.word(1...1500), random.word(1...5)] }
  }

  func install(in cluster: SimulatedCluster) {
    cluster.hooks.spoil(answersOf: node, from: at, times: times) { output, random in
      (Array(output.prefix(random.number(0...output.count))), .none)
    }
  }
}
