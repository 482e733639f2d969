import Cluster

/// Every node must be there before one is taken away.
enum NodesOnline {
  static func blockers(in inventory: Inventory) -> [Blocker] {
    inventory.nodes.filter { !$0.isOnline }.map { node in
      Blocker(
        code: "node-offline", node: node.name,
        message: "\(node.name) does not answer" + (node.problems.first.map { ": \($0)" } ?? ""),
        remedy: "bring \(node.name) back; taking another node down now would risk quorum")
    }
  }
}
