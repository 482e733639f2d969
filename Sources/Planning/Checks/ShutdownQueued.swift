import Cluster

/// A node on its way down refuses every start with "Transaction is destructive".
/// - Source: facts/pve.md 0, trap 17, and 8.1.
enum ShutdownQueued {
  static func blockers(in inventory: Inventory) -> [Blocker] {
    inventory.nodes.flatMap { blockers($0.queuedJobs, on: $0.name, address: $0.address) }
  }

  /// Where the queue could not be read, a shutdown may stand in it.
  static func waits(in inventory: Inventory) -> [Blocker] {
    inventory.nodes.compactMap { node in
      node.unread[.queuedJobs].map { reason in
        Blocker(
          code: "queue-unknown", node: node.name,
          message: "whether \(node.name) is going down can't be told: \(reason)",
          remedy: "see ssh root@\(node.address) systemctl list-jobs")
      }
    }
  }

  /// By a glance right before the reboot.
  static func blockers(_ glance: NodeGlance, address: String) -> [Blocker] {
    blockers(glance.queuedShutdown, on: glance.node, address: address)
  }

  private static func blockers(_ jobs: [String], on node: NodeName, address: String) -> [Blocker] {
    guard !jobs.isEmpty else { return [] }
    return [
      Blocker(
        code: "shutdown-queued", node: node, message: "\(node) has a shutdown queued: \(jobs.joined(separator: ", "))",
        remedy: "let it finish, then start again; ssh root@\(address) systemctl list-jobs shows it")
    ]
  }
}
