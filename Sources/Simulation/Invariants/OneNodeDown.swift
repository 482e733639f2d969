/// At most one node is deliberately down, and none while another is missing or its vote is needed. A node that loses its
/// power by itself is not ours to count.
struct OneNodeDown: Invariant {
  let name = "one-node-down"

  func violations(in truth: GroundTruth, claim: RunClaim) -> [String] {
    var found = truth.deeds.rebootedAtRisk.map { "ordered to reboot \($0)" }
    let most = truth.deeds.mostNodesDownByOrder
    if most > 1 { found.append("\(most) nodes were down by order at once") }
    return found
  }
}
