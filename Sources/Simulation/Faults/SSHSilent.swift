/// A host does not answer for a while, and goes on behind that: work on it continues.
/// - Source: facts/pve.md 11.2.
struct SSHSilent {
  var host: String
  var from: Double
  var seconds: Double

  func install(in cluster: SimulatedCluster) {
    guard let node = cluster.node(host) else { return }
    cluster.after(from) {
      guard node.port == .open else { return }
      node.port = .silent
      node.after(seconds) { node.port = .open }
    }
  }
}
