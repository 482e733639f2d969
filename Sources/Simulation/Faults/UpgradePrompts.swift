/// A package asks a question in the middle of a node's upgrade and waits for the answer for ever.
/// - Source: facts/pve.md 9.1.
struct UpgradePrompts: NodeFaultKind {
  var node: String

  static let name = "prompt"

  func install(in cluster: SimulatedCluster) {
    cluster.hooks.prompts.append { $0.name == node }
  }
}
