/// Some commands on a host are carried out, and their ends never reach whoever gave them.
/// - Source: facts/pve.md 11.2.
struct CommandHangs: SpoiltAnswerKind {
  var node: String
  var at: Double
  var times: Int

  static let name = "command-hangs"

  func install(in cluster: SimulatedCluster) {
    cluster.hooks.spoil(answersOf: node, from: at, times: times) { _, _ in nil }
  }
}
