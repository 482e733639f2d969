/// A host does not answer for a while, and goes on behind that: work on it continues.
/// - Source: facts/pve.md 11.2.
struct SSHSilent: LastingFaultKind {
  var node: String
  var at: Double
  var seconds: Double

  static let name = "ssh-silent"
  static let places = "HOST:AT[:SECONDS]"
  static let usualSeconds = 30.0
  static let chances = (at: 1...1500, seconds: 5...400)

  func install(in cluster: SimulatedCluster) {
    guard let host = cluster.node(node) else { return }
    cluster.strike(at: at) {
      guard host.port == .open else { return }
      host.port = .silent
      host.after(seconds) { host.port = .open }
    }
  }
}
