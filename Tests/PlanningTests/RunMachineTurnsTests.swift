import Cluster
import TestPace
import Testing

@testable import Planning

/// What a turn is decided by when it comes, against a world of values.
@Suite(.givesWay) struct RunMachineTurnsTests {
  @Test func `what only refreshed lists know of is found and done, also where nothing was planned`() {
    let pve2 = SampleCluster.name("pve2")
    var inventory = SampleCluster.small()
    for index in inventory.nodes.indices { inventory.nodes[index].updates = PendingUpdates() }
    var world = TypedWorld(inventory, faults: .init(staleLists: [pve2: PendingUpdates(count: 3)]))
    let start = SampleCluster.start(inventory)
    #expect(start.plan.passes.allSatisfy { $0.action == .skip })
    var machine = RunMachine(start, at: world.epoch)
    world.carryOut(&machine, from: .began(start))
    #expect(world.startedJobs.prefix(3).map(\.rawValue).sorted() == ["fetch-pve1", "fetch-pve2", "fetch-pve3"])
    #expect(world.outcome?.result == .ok)
    #expect(world.bootCount == [pve2: 1])
    #expect(inventory.guests.allSatisfy { world.inventory.guest($0.id)?.node == $0.node })
  }

  @Test func `a guest is kept apart from one that is still on its way home`() {
    let (coming, kept) = (GuestID(101), GuestID(111))
    var inventory = SampleCluster.small()
    inventory.nodes[2].memory.usedBytes = 40 << 30
    for index in inventory.guests.indices where [coming, kept].contains(inventory.guests[index].id) {
      inventory.guests[index].tags = ["dns"]
    }
    var policy = Policy()
    policy.apartTags = ["dns"]
    let start = SampleCluster.start(inventory, policy: policy)
    var world = TypedWorld(inventory)
    var machine = RunMachine(start, at: world.epoch)
    world.carryOut(&machine, from: .began(start))
    #expect(world.outcome?.result == .ok)
    let targets = world.startedOrders.filter { $0.movedGuest == kept }.compactMap(\.target)
    #expect(targets.first == inventory.nodes[2].name, "its node is emptied while the other comes home to pve1")
  }

  @Test func `what is worth knowing of a node before its drain is told when the plan did not know it`() {
    func warnings(known: Bool) -> [String] {
      var inventory = SampleCluster.small()
      let start = SampleCluster.start(inventory)
      inventory.nodes[1].health.degraded = ["rpool DEGRADED"]
      var world = TypedWorld(inventory)
      let told = known ? SampleCluster.start(inventory) : start
      var machine = RunMachine(told, at: world.epoch)
      world.carryOut(&machine, from: .began(told))
      return world.notices.filter { $0.notice.event == "run.warning" }.map(\.notice.message)
    }
    let sentence = "disks of pve2 are not whole: rpool DEGRADED"
    #expect(warnings(known: false).count { $0 == sentence } == 1)
    #expect(warnings(known: true).count { $0 == sentence } == 1)
  }
}
