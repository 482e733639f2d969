import Cluster

/// Whoever else moves guests, or locks them, while a run works.
/// - Source: facts/pve.md 7.4, 12.
enum OtherActors {
  /// What of it can be suspended.
  static func active(in inventory: Inventory) -> [UndoItem] {
    let units = inventory.nodes.flatMap { node in node.health.balancers.map { UndoItem.unit(node.name, $0) } }
    let jobs = Set(inventory.nodes.flatMap(\.health.backupJobs)).sorted().map { UndoItem.backupJob($0) }
    return units + jobs + [balancing(in: inventory)].compactMap { $0 }
  }

  private static func balancing(in inventory: Inventory) -> UndoItem? {
    inventory.nodes.lazy.compactMap(\.health.haBalancing).first.flatMap {
      $0.suspended == nil ? nil : .haBalancing($0)
    }
  }

  static func warnings(in inventory: Inventory, policy: Policy) -> [Blocker] {
    let suspends = policy.otherActors == .suspend
    var found: [Blocker] = []
    for node in inventory.nodes where !suspends {
      found += node.health.balancers.map { unit in
        Blocker(
          code: "balancer", node: node.name,
          message: "\(unit) is active on \(node.name) and may move guests meanwhile",
          remedy: "stop it until the run is over, or set other_actors = \"suspend\"")
      }
    }
    guard let node = inventory.nodes.first(where: { $0.health.haBalancing != nil }) else { return found }
    if !suspends || balancing(in: inventory) == nil {
      found.append(
        Blocker(
          code: "ha-balances", node: node.name,
          message: "the HA stack is set up to move its guests by itself, for balance",
          remedy: "take that out of crs in /etc/pve/datacenter.cfg until the run is over"
            + (suspends ? "" : ", or set other_actors = \"suspend\"")))
    }
    return found
  }
}
