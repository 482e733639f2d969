/// A package asks a question in the middle of a node's upgrade and waits for the answer for ever.
/// - Source: facts/pve.md 9.1.
struct UpgradePrompts: FaultKind {
  var node: String

  static let name = "prompt"
  static let places = "NODE"
  var words: [String] { [node] }

  init?(_ words: FaultWords) {
    guard let node = words.text(0) else { return nil }
    self.node = node
  }

  static func random(in herd: Herd, _ random: inout SeededRandom) -> [String]? {
    random.node(of: herd).map { [$0] }
  }

  func install(in cluster: SimulatedCluster) {
    cluster.hooks.prompts.append { $0.name == node }
  }
}
