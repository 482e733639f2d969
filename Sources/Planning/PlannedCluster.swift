import Cluster

/// The cluster as it is, or as it will be after turns that were planned.
struct PlannedCluster {
  var inventory: Inventory
  var homes: [GuestID: NodeName]
  /// What rules come to among its guests: the same wherever those are, so it is found once for all turns.
  let affinities: Affinities
  let needs: GuestNeeds

  init(inventory: Inventory, homes: [GuestID: NodeName] = [:], policy: Policy) {
    self.inventory = inventory
    self.homes = homes
    affinities = Affinities(policy: policy, inventory: inventory)
    needs = GuestNeeds(policy: policy, guests: inventory.guests)
  }

  mutating func take(_ pass: Plan.Pass, strategy: Strategy) {
    guard strategy != .home || pass.action == .drain else { return }
    let moves = pass.drain.filter { $0.way != .shutdown }
    let targets = moves.reduce(into: [GuestID: NodeName]()) { $0[$1.guest] = $1.to }
    var change: [NodeName: Int64] = [:]
    for index in inventory.guests.indices {
      guard let target = targets[inventory.guests[index].id] else { continue }
      change[inventory.guests[index].node, default: 0] -= inventory.guests[index].memoryNeeded
      change[target, default: 0] += inventory.guests[index].memoryNeeded
      inventory.guests[index].node = target
      homes[inventory.guests[index].id] = target
    }
    for index in inventory.nodes.indices {
      let used = inventory.nodes[index].memory.usedBytes + (change[inventory.nodes[index].name] ?? 0)
      inventory.nodes[index].memory.usedBytes = max(used, 0)
    }
  }
}
