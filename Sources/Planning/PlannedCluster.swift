import Cluster

/// The cluster as it is, or as it will be after turns that were planned.
struct PlannedCluster {
  var inventory: Inventory
  var homes: [GuestID: NodeName]
  /// What rules come to among its guests: the same wherever those are, so it is found once for all turns.
  let affinities: Affinities
  let needs: GuestNeeds
  /// Guests that a planned turn has moved: what they need is counted where they are.
  private var moved: Set<GuestID> = []

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
      let guest = inventory.guests[index]
      guard let target = targets[guest.id] else { continue }
      // Its node gets back what it uses, which for a machine is less than what it may come to need elsewhere.
      let isCounted = !moved.insert(guest.id).inserted
      change[guest.node, default: 0] -= isCounted ? guest.memoryNeeded : guest.memoryUsedBytes ?? 0
      change[target, default: 0] += guest.memoryNeeded
      inventory.guests[index].node = target
      homes[guest.id] = target
    }
    for index in inventory.nodes.indices {
      let used = inventory.nodes[index].memory.usedBytes + (change[inventory.nodes[index].name] ?? 0)
      inventory.nodes[index].memory.usedBytes = max(used, 0)
    }
  }
}
