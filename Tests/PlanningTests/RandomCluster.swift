import Cluster

@testable import Planning

/// Clusters that nobody thought of.
enum RandomCluster {
  /// Up to `nodesMax` nodes and `guestsMax` guests, some of which can't move, don't run or need much.
  static func make(_ dice: inout Dice, nodesMax: Int = 8, guestsMax: Int = 200) -> Inventory {
    let count = Int.random(in: 1...nodesMax, using: &dice)
    var nodes = (1...count).map { index in
      SampleCluster.node("pve\(index)", memoryGiB: [16, 32, 64, 128].randomElement(using: &dice) ?? 64)
    }
    for index in nodes.indices {
      if dice.roll(0.1) { nodes[index].devices = [] }
      if dice.roll(0.05) { nodes[index].bridges = [] }
      if dice.roll(0.05) { nodes[index].inMaintenance = true }
      if dice.roll(0.05) { nodes[index].version = "8.3.9" }
      if dice.roll(0.2) { nodes[index].updates = PendingUpdates() }
    }
    let guests = (0..<Int.random(in: 0...guestsMax, using: &dice)).map { index in
      guest(100 + index, on: "pve\(Int.random(in: 1...count, using: &dice))", &dice)
    }
    return SampleCluster.cluster(nodes, guests)
  }

  /// A cluster in which every guest can move: what is left to fate is what happens in the run.
  static func movable(_ dice: inout Dice) -> Inventory {
    let count = Int.random(in: 2...4, using: &dice)
    // Two nodes keep their majority by a third vote, as with a QDevice.
    let votes = max(count, 3)
    let guests = (0..<Int.random(in: 0...12, using: &dice)).map { index in
      let node = "pve\(Int.random(in: 1...count, using: &dice))"
      var guest =
        dice.roll(0.3)
        ? SampleCluster.machine(100 + index, on: node)
        : SampleCluster.container(100 + index, on: node, status: dice.roll(0.15) ? .stopped : .running)
      if guest.kind == .container, dice.roll(0.3) {
        guest.isPrivileged = true
        guest.devices = ["/dev/dri/renderD128"]
      }
      guest.startsAtBoot = dice.roll(0.5)
      return guest
    }
    var inventory = SampleCluster.cluster((1...count).map { SampleCluster.node("pve\($0)") }, guests)
    inventory.quorum = Quorum(isQuorate: true, votes: votes, expected: votes, needed: votes / 2 + 1)
    return inventory
  }

  private static func guest(_ id: Int, on node: String, _ dice: inout Dice) -> Guest {
    var guest = dice.roll(0.3) ? SampleCluster.machine(id, on: node) : SampleCluster.container(id, on: node)
    if dice.roll(0.2) { guest.status = .stopped }
    if dice.roll(0.02) { guest.status = .unknown }
    if dice.roll(0.02) { guest.isTemplate = true }
    guest.memoryBytes = Int64.random(in: 64...8192, using: &dice) << 20
    if dice.roll(0.5) { guest.memoryUsedBytes = Int64.random(in: 0...guest.memoryBytes, using: &dice) }
    if dice.roll(0.05) { guest.devices = ["/dev/dri/renderD128"] }
    if dice.roll(0.02) { guest.passthrough = ["hostpci0"] }
    if dice.roll(0.02) { guest.haState = "started" }
    if dice.roll(0.02) { guest.disks.append(.init(key: "mp0", backing: .hostPath("/srv", shared: dice.roll(0.5)))) }
    if dice.roll(0.3) { guest.startup.order = Int.random(in: 0...5, using: &dice) }
    if dice.roll(0.05) { guest.lock = "backup" }
    guest.startsAtBoot = dice.roll(0.5)
    return guest
  }
}
