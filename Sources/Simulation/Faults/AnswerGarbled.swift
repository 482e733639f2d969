/// Some answers of a host come with a stretch of rubbish in them.
/// - Source: facts/pve.md 15.14.
struct AnswerGarbled: FaultKind {
  var node: String
  var at: Double
  var times: Int

  static let name = "answer-garbled"
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
      guard output.count > 8 else { return (output, .status(0)) }
      var garbled = output
      let start = random.number(0...output.count - 8)
      let end = min(start + random.number(1...400), output.count)
      garbled.replaceSubrange(start..<end, with: repeatElement(0xFF, count: end - start))
      return (garbled, .status(0))
    }
  }
}
