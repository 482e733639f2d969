/// A node falls out of the cluster for some seconds, and once more, and once more.
/// - Source: facts/pve.md 8.5.
struct CorosyncFlaps: LastingFaultKind {
  var node: String
  var at: Double
  var seconds: Double

  static let name = "corosync-flaps"
  static let usualSeconds = 8.0
  static let chances = (at: 1...1200, seconds: 2...40)

  func install(in cluster: SimulatedCluster) {
    guard let host = cluster.node(node) else { return }
    for round in 0..<3 {
      cluster.strike(at: at + Double(round) * (seconds + 10)) {
        guard host.phase == .running, host.isMember else { return }
        host.isMember = false
        host.after(seconds) { host.isMember = host.phase == .running || host.isMember }
      }
    }
  }
}
