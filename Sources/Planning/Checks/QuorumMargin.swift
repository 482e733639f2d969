import Cluster

/// The cluster must stay quorate while one node is away, by the votes that each node and a QDevice have.
/// - Source: facts/pve.md 3.2, 8.5.
enum QuorumMargin {
  static func blockers(in inventory: Inventory, restarting: [NodeName], guestsMustMove: Bool) -> [Blocker] {
    let quorum = inventory.quorum
    guard inventory.nodes.count > 1 else {
      return guestsMustMove ? inventory.nodes.map(alone) : []
    }
    guard quorum.isQuorate else {
      return [
        Blocker(
          code: "no-quorum", message: "the cluster is not quorate: \(quorum.votes) of \(quorum.expected) votes",
          remedy: "bring the missing nodes back; see pvecm status")
      ]
    }
    return lacking(restarting, quorum)
  }

  /// Said when the loss of one more, a node or the QDevice, while one node is away, would stop the cluster; and when
  /// the QDevice is there and does not vote.
  static func warnings(in inventory: Inventory, restarting: [NodeName]) -> [Blocker] {
    let quorum = inventory.quorum
    guard inventory.nodes.count > 1 else { return [] }
    var found: [Blocker] = []
    if quorum.deviceVotes == 0 {
      found.append(
        Blocker(
          code: "qdevice-silent", message: "the QDevice does not vote",
          remedy: "see pvecm status and corosync-qdevice-tool -s; without its vote one more loss may stop the cluster"))
    }
    let left = restarting.map { node in
      let left = quorum.votes - quorum.votes(of: node)
      let heaviest = inventory.nodes.map(\.name).filter { $0 != node }.map { quorum.votes(of: $0) }.max() ?? 0
      return (votes: left, atWorst: left - max(heaviest, quorum.deviceVotes ?? 0))
    }
    let thinnest = left.filter { $0.votes >= quorum.needed }.min { $0.atWorst < $1.atWorst }
    if let thinnest, thinnest.atWorst < quorum.needed {
      found.append(
        Blocker(
          code: "quorum-thin",
          message:
            "while a node is away \(thinnest.votes) of \(quorum.expected) votes are left; one more loss would stop the cluster",
          remedy: ""))
    }
    return found
  }

  /// Right before a reboot, and before each rung of force: votes may have been lost since, a QDevice's above all.
  static func waits(before node: NodeName, others: [NodeGlance]) -> [Blocker] {
    guard Guard.othersWhole.holds else { return [] }
    let worst = others.compactMap(\.quorum).min { $0.votes < $1.votes }
    return worst.map { lacking([node], $0) } ?? []
  }

  private static func lacking(_ nodes: [NodeName], _ quorum: Quorum) -> [Blocker] {
    guard Guard.quorumMargin.holds else { return [] }
    let short = nodes.filter { quorum.votes - quorum.votes(of: $0) < quorum.needed }
    let remedy = "bring every node back, or add a QDevice to a cluster of two nodes"
    // Where all nodes have one vote, one sentence is enough for all of them.
    if short.count > 1, Set(short.map { quorum.votes(of: $0) }).count == 1 {
      return [Blocker(code: "quorum-margin", message: message("one node", short[0], quorum), remedy: remedy)]
    }
    return short.map {
      Blocker(code: "quorum-margin", node: $0, message: message($0.rawValue, $0, quorum), remedy: remedy)
    }
  }

  private static func message(_ who: String, _ node: NodeName, _ quorum: Quorum) -> String {
    "with \(who) away \(quorum.votes - quorum.votes(of: node)) of \(quorum.expected) votes are left, "
      + "\(quorum.needed) are needed"
  }

  private static func alone(_ node: Node) -> Blocker {
    Blocker(
      code: "single-node", node: node.name,
      message: "the cluster has one node, so its running guests have nowhere to go",
      remedy: "let them stop with it and start after it (immovable = \"shutdown\"), stop them first, or update without "
        + "a reboot: herdmon update \(node.name)")
  }
}
