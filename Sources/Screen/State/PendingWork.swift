import Cluster

/// What waits to be done on all nodes and backup servers together.
struct PendingWork {
  /// Packages.
  let updates: Int
  /// Packages among them that mend security.
  let security: Int
  /// Hosts that need a restart.
  let reboots: Int

  init(of inventory: Inventory) {
    let pending = inventory.nodes.map(\.updates) + inventory.backupServers.map(\.updates)
    updates = pending.reduce(0) { $0 + $1.count }
    security = pending.reduce(0) { $0 + $1.security }
    reboots = inventory.nodes.count { $0.rebootReason != nil } + inventory.backupServers.count { $0.needsReboot }
  }
}
