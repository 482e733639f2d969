import Cluster

/// A replication holds the migration lock of its guest, and would be torn by a reboot.
/// - Source: facts/pve.md 5.3 B, 12.
enum Replication {
  static func waits(on node: Node) -> [Blocker] {
    node.health.replicating.map { guest in
      Blocker(
        code: "replicating", node: node.name, guest: guest,
        message: "guest \(guest) is being replicated from \(node.name)",
        remedy: "let it finish; pvesr status shows it")
    }
  }
}
