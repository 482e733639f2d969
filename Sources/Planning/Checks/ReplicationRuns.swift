import Cluster

/// A replication holds the migration lock of its guest, and is torn by a reboot of either end.
/// - Source: facts/pve.md 5.3 B, 12.
enum ReplicationRuns {
  /// From a node that is to be drained.
  static func waits(on node: Node) -> [Blocker] {
    if let reason = node.unread[.replication] { return [unknown(on: node.name, because: reason)] }
    return node.health.replicating.map { found($0, on: node.name, "from \(node.name)") }
  }

  /// From another one to that node.
  static func waits(for target: NodeName, on other: Node) -> [Blocker] {
    arriving(other.health.replicating, at: target, from: other.name)
  }

  /// From a node that is about to be restarted, by a glance. What could not be read does not prove that nothing runs.
  static func waits(_ own: NodeGlance) -> [Blocker] {
    guard Guard.foreignWork.holds else { return [] }
    guard let running = own.replicating else { return [unknown(on: own.node, because: nil)] }
    return running.map { found($0, on: own.node, "from \(own.node)") }
  }

  /// From another one to it.
  static func waits(for target: NodeName, by other: NodeGlance) -> [Blocker] {
    guard let running = other.replicating else { return [unknown(on: other.node, because: nil)] }
    return arriving(running, at: target, from: other.node)
  }

  private static func arriving(_ running: [Replication], at target: NodeName, from source: NodeName) -> [Blocker] {
    guard Guard.foreignWork.holds else { return [] }
    return running.filter { $0.target == target }.map { found($0, on: source, "from \(source) to \(target)") }
  }

  private static func found(_ running: Replication, on source: NodeName, _ way: String) -> Blocker {
    Blocker(
      code: "replicating", node: source, guest: running.guest,
      message: "guest \(running.guest) is being replicated \(way)", remedy: "let it finish; pvesr status shows it")
  }

  private static func unknown(on node: NodeName, because reason: String?) -> Blocker {
    Blocker(
      code: "replication-unknown", node: node,
      message: "whether \(node) replicates guests can't be told" + (reason.map { ": \($0)" } ?? ""),
      remedy: "see pvesr status on \(node)")
  }
}
