import Cluster

/// Every node must be there before one is taken away.
enum NodesOnline {
  static func blockers(in inventory: Inventory) -> [Blocker] {
    guard Guard.othersWhole.holds else { return [] }
    return inventory.nodes.filter { !$0.isOnline }.map { node in
      Blocker(
        code: "node-offline", node: node.name, message: message(node),
        remedy: "bring \(node.name) back; taking another node down now would risk quorum")
    }
  }

  /// A node whose turn it is must answer itself, whatever is done to it.
  static func blockers(on node: Node) -> [Blocker] {
    guard !node.isOnline else { return [] }
    return [
      Blocker(
        code: "node-offline", node: node.name, message: message(node),
        remedy: "bring \(node.name) back; only an update in place can leave it out, with --nodes")
    ]
  }

  private static func message(_ node: Node) -> String {
    "\(node.name) does not answer" + (node.problems.first.map { ": \($0)" } ?? "")
  }
}
