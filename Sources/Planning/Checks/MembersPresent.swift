import Cluster

/// A node may answer while the cluster has lost it: then one more would be away, and what is sent to it is lost.
/// - Source: facts/pve.md 8.5.
enum MembersPresent {
  /// It comes back by itself more often than not. Without quorum nobody's word on it counts.
  static func waits(in inventory: Inventory) -> [Blocker] {
    guard Guard.othersWhole.holds, inventory.quorum.isQuorate else { return [] }
    return inventory.nodes.filter { $0.isOnline && !$0.isInCluster }.map { node in
      Blocker(
        code: "member-away", node: node.name, message: "\(node.name) answers, and is out of the cluster",
        remedy: "see pvecm status, and journalctl -u corosync on \(node.name)")
    }
  }

  /// Why the nodes that answer are not one cluster: members that are out of it, or that none is quorate.
  static func lacks(in inventory: Inventory) -> [Blocker] {
    guard !inventory.quorum.isQuorate, inventory.nodes.contains(where: \.isOnline) else { return waits(in: inventory) }
    return [Blocker(code: "no-quorum", message: "the cluster has no quorum", remedy: "see pvecm status")]
  }
}
