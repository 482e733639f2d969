import Cluster

/// A node on its way down refuses every start with "Transaction is destructive".
/// - Source: facts/pve.md 0, trap 17, and 8.1.
enum ShutdownQueued {
  static func blockers(in inventory: Inventory) -> [Blocker] {
    inventory.nodes.filter { !$0.queuedJobs.isEmpty }.map { node in
      Blocker(
        code: "shutdown-queued", node: node.name,
        message: "\(node.name) has a shutdown queued: \(node.queuedJobs.joined(separator: ", "))",
        remedy: "let it finish, then start again; ssh root@\(node.address) systemctl list-jobs shows it")
    }
  }
}
