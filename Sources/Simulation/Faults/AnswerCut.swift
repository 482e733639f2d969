/// Some answers of a host break off in the middle, with the connection.
/// - Source: facts/pve.md 11.2.
struct AnswerCut: SpoiltAnswerKind {
  var node: String
  var at: Double
  var times: Int

  static let name = "answer-cut"

  func install(in cluster: SimulatedCluster) {
    cluster.hooks.spoil(answersOf: node, from: at, times: times) { output, random in
      (Array(output.prefix(random.number(0...output.count))), .none)
    }
  }
}
