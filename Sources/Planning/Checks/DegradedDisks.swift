import Cluster

/// A pool or array that lacks a disk may not survive a reboot.
/// - Source: facts/pve.md 12: warn before a reboot.
enum DegradedDisks {
  static func warnings(on node: Node) -> [Blocker] {
    guard !node.health.degraded.isEmpty else { return [] }
    return [
      Blocker(
        code: "disks-degraded", node: node.name,
        message: "disks of \(node.name) are not whole: \(node.health.degraded.joined(separator: ", "))",
        remedy: "replace the disk first; see zpool status and /proc/mdstat")
    ]
  }
}
