/// A host's login prints before every command what nobody asked for.
/// - Source: facts/pve.md 15.14.
struct NoisyLogin: NodeFaultKind {
  var node: String

  static let name = "noisy-login"
  static let places = "HOST"

  func install(in cluster: SimulatedCluster) {
    cluster.hooks.greetings[node] = (
      "Welcome to \(node)!\n\n * 3 updates can be applied\n",
      "perl: warning: Setting locale failed.\nperl: warning: Falling back to the standard locale (\"C\").\n"
    )
  }
}
