/// A daemon on a node moves a guest from the fullest node to the emptiest, again and again, unless it is stopped.
/// - Source: facts/anchors.md A, ProxLB.
struct BalancerActive: NodeFaultKind {
  var node: String

  static let name = "balancer"

  private static let pauseSeconds = 240.0
  private static let roundsMax = 8

  func install(in cluster: SimulatedCluster) {
    cluster.node(node)?.daemons["proxlb"] = true
    for round in 1...BalancerActive.roundsMax {
      cluster.strike(at: Double(round) * BalancerActive.pauseSeconds) { [unowned cluster] in balance(cluster) }
    }
  }

  private func balance(_ cluster: SimulatedCluster) {
    guard let host = cluster.node(node), host.phase == .running, host.daemons["proxlb"] == true else { return }
    let nodes = cluster.members.filter { $0.isMember && $0.phase == .running }
      .sorted { ($0.running.count, $0.id) < ($1.running.count, $1.id) }
    guard let target = nodes.first, let source = nodes.last, source.running.count > target.running.count + 1,
      let guest = source.running.keys.sorted().first(where: { !cluster.manager.manages($0) })
    else { return }
    cluster.moveForOthers(guest, to: target)
  }
}
