/// Some answers of a host come with a stretch of rubbish in them.
/// - Source: facts/pve.md 15.14.
struct AnswerGarbled: SpoiltAnswerKind {
  var node: String
  var at: Double
  var times: Int

  static let name = "answer-garbled"

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
