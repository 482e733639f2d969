/// A host's login prints before every command what nobody asked for.
/// - Source: facts/pve.md 15.14.
struct NoisyLogin: FaultKind {
  var node: String

  static let name = "noisy-login"
  static let places = "HOST"
  var words: [String] { [node] }

  init?(_ words: FaultWords) {
    guard let node = words.text(0) else { return nil }
    self.node = node
  }

  static func random(in herd: Herd, _ random: inout SeededRandom) -> [String]? {
    random.node(of: herd).map { [$0] }
  }

  func install(in cluster: SimulatedCluster) {
    cluster.hooks.greetings[node] = (
      "Welcome to \(node)!\n\n * 3 updates can be applied\n",
      "perl: warning: Setting locale failed.\nperl: warning: Falling back to the standard locale (\"C\").\n"
    )
  }
}
