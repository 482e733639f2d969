import Cluster

/// The cluster must stay quorate while one node is away.
/// - Source: facts/pve.md 8.5.
enum QuorumMargin {
  static func blockers(in inventory: Inventory, guestsMustMove: Bool) -> [Blocker] {
    let quorum = inventory.quorum
    guard inventory.nodes.count > 1 else {
      guard guestsMustMove else { return [] }
      return [
        Blocker(
          code: "single-node", node: inventory.nodes.first?.name,
          message: "the cluster has one node, so its running guests have nowhere to go",
          remedy:
            "stop the guests first, or update without a reboot: herdmon update \(inventory.nodes.first?.name.rawValue ?? "NODE")"
        )
      ]
    }
    if !quorum.isQuorate {
      return [
        Blocker(
          code: "no-quorum", message: "the cluster is not quorate: \(quorum.votes) of \(quorum.expected) votes",
          remedy: "bring the missing nodes back; see pvecm status")
      ]
    }
    if quorum.votes - 1 < quorum.needed {
      return [
        Blocker(
          code: "quorum-margin",
          message:
            "with one node away \(quorum.votes - 1) of \(quorum.expected) votes are left, \(quorum.needed) are needed",
          remedy: "bring every node back, or add a QDevice to a cluster of two nodes")
      ]
    }
    return []
  }

  /// Said when the loss of one more node, while one is away, would stop the cluster.
  static func warnings(in inventory: Inventory) -> [Blocker] {
    let quorum = inventory.quorum
    guard inventory.nodes.count > 1, quorum.votes - 1 >= quorum.needed, quorum.votes - 2 < quorum.needed else {
      return []
    }
    return [
      Blocker(
        code: "quorum-thin",
        message:
          "while a node is away \(quorum.votes - 1) of \(quorum.expected) votes are left; one more loss would stop the cluster",
        remedy: "")
    ]
  }
}
