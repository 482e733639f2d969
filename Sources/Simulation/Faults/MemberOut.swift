/// A node falls out of the cluster for a while and answers all the same, as when only corosync's network is down.
/// - Source: facts/pve.md 8.5.
struct MemberOut: LastingFaultKind {
  var node: String
  var at: Double
  var seconds: Double

  static let name = "member-out"
  static let usualSeconds = 300.0
  static let chances = (at: 0...1200, seconds: 60...1200)

  func install(in cluster: SimulatedCluster) {
    guard let host = cluster.node(node), cluster.members.count > 1 else { return }
    cluster.strike(at: at) {
      guard host.phase == .running else { return }
      host.isMember = false
      // Its end is no further fault; a boot brings it back by itself.
      host.after(seconds) { host.isMember = host.phase == .running || host.isMember }
    }
  }
}
