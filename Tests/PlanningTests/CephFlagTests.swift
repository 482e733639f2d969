import Cluster
import TestPace
import Testing

@testable import Planning

/// Ceph is told of every restart, and told again when it is over.
@Suite(.givesWay) struct CephFlagTests {
  private let pve1 = SampleCluster.name("pve1")

  private func inventory() -> Inventory {
    var inventory = SampleCluster.small()
    for index in inventory.nodes.indices {
      inventory.nodes[index].health.ceph = NodeHealth.Ceph(status: "HEALTH_OK")
      inventory.nodes[index].health.storageDaemons = 2
    }
    return inventory
  }

  private func carriedOut(
    _ inventory: Inventory, flags: Set<String> = [], faults: TypedWorld.Faults = .init(),
    _ change: (inout Policy) -> Void = { _ in }
  ) -> TypedWorld {
    var policy = Policy()
    change(&policy)
    var world = TypedWorld(inventory, faults: faults)
    world.cephFlags = flags
    var start = SampleCluster.start(inventory, policy: policy)
    for index in start.inventory.nodes.indices { start.inventory.nodes[index].health.ceph?.flags = flags }
    var machine = RunMachine(start, at: world.epoch)
    world.carryOut(&machine, from: .began(start))
    return world
  }

  @Test func `noout is set before each restart and taken back after it`() {
    let world = carriedOut(inventory())
    #expect(world.outcome?.result == .ok)
    #expect(world.untoldReboots.isEmpty && world.bootCount.count == 3)
    #expect(world.cephFlags == [])
    #expect(world.notices.count { $0.notice.event == "ceph.flagged" } == 3)
    #expect(world.notices.count { $0.notice.event == "ceph.unflagged" } == 3)
  }

  @Test func `a flag that someone else has set stays`() {
    let world = carriedOut(inventory(), flags: ["noout"])
    #expect(world.outcome?.result == .ok)
    #expect(world.cephFlags == ["noout"])
    #expect(!world.notices.contains { $0.notice.event.hasPrefix("ceph.") })
  }

  @Test func `a node without data of Ceph, or a policy against it, sets no flag`() {
    var bare = inventory()
    for index in bare.nodes.indices { bare.nodes[index].health.storageDaemons = 0 }
    for world in [carriedOut(bare), carriedOut(inventory()) { $0.cephNoout = false }] {
      #expect(world.outcome?.result == .ok)
      #expect(!world.notices.contains { $0.notice.event.hasPrefix("ceph.") })
    }
  }

  /// When the first node of a calm run was upgraded.
  private func upgraded() throws -> Double {
    try #require(carriedOut(inventory()).notices.first { $0.notice.event == "node.updated" }).time
  }

  @Test func `a disk that Ceph loses after the drain is waited for before the restart`() throws {
    let moment = try upgraded()
    var faults = TypedWorld.Faults()
    faults.ceph = (NodeHealth.Ceph(status: "HEALTH_WARN", complaints: ["OSD_DOWN"]), moment - 20, moment + 200)
    let world = carriedOut(inventory(), faults: faults)
    #expect(world.outcome?.result == .ok)
    let ordered = try #require(world.notices.first { $0.notice.message == "reboot: ordered" })
    #expect(ordered.time >= moment + 200)
    #expect(world.notices.count { $0.notice.message == "waits with its reboot: Ceph is not whole: OSD_DOWN" } == 1)
    #expect(world.notices.count { $0.notice.event == "node.updated" } == 3)
  }

  @Test func `one that stays away, or an error, needs a human before the restart`() throws {
    let moment = try upgraded()
    for says in [
      NodeHealth.Ceph(status: "HEALTH_WARN", complaints: ["OSD_DOWN"]), NodeHealth.Ceph(status: "HEALTH_ERR"),
    ] {
      var faults = TypedWorld.Faults()
      faults.ceph = (says, moment - 20, 1e9)
      let world = carriedOut(inventory(), faults: faults)
      #expect(world.outcome?.result == .attention)
      #expect(world.outcome?.reason.hasPrefix("pve1 is not rebooted: Ceph is ") == true)
      #expect(world.bootCount.isEmpty)
    }
  }

  @Test func `a run that ends while the flag is set says so, and taking it up takes it back`() {
    var world = TypedWorld(inventory(), faults: .init(ignoresReboot: pve1))
    let start = SampleCluster.start(world.inventory)
    var machine = RunMachine(start, at: world.epoch)
    world.carryOut(&machine, from: .began(start))
    #expect(world.outcome?.left == [.cephFlag("noout")])
    #expect(
      world.notices.last { $0.notice.event == "run.left" }?.notice.message
        == "the Ceph flag noout is still set; on any node: ceph osd unset noout")
    world.faults.ignoresReboot = nil
    world.carryOut(&machine, from: .resumed())
    #expect(world.outcome?.result == .ok)
    #expect(world.cephFlags == [] && world.outcome?.left == [])
  }

  @Test(arguments: [TakeUp.Goal?.none, .finish, .abandon, .acceptCurrent])
  func `a run that is killed at any event leaves no flag behind when it is taken up`(goal: TakeUp.Goal?) {
    let start = SampleCluster.start(inventory())
    var flagged = 0
    for events in stride(from: 3, through: 330, by: 13) {
      guard
        let world = TypedWorld.takenUp(
          start, killedAfter: events, goal, atDeath: { if !$0.cephFlags.isEmpty { flagged += 1 } })
      else { continue }
      #expect(world.outcome?.result == .ok, "killed after \(events) events")
      #expect(world.cephFlags == [] && world.untoldReboots.isEmpty, "killed after \(events) events")
    }
    #expect(flagged > 1)
  }
}
