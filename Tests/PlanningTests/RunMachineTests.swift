import Cluster
import Testing

@testable import Planning

/// Whole runs of the machine against a world of values.
struct RunMachineTests {
  private func carriedOut(
    _ inventory: Inventory = SampleCluster.seed(), policy: Policy = Policy(), scope: RunScope = .rolling,
    faults: TypedWorld.Faults = .init(), interrupt: (Double) -> Steering? = { _ in nil }
  ) -> (world: TypedWorld, machine: RunMachine) {
    var world = TypedWorld(inventory)
    world.faults = faults
    let start = SampleCluster.start(inventory, policy: policy, scope: scope)
    var machine = RunMachine(start, at: world.epoch)
    world.carryOut(&machine, from: .began(start), interrupt: interrupt)
    return (world, machine)
  }

  private func isHome(_ world: TypedWorld, _ before: Inventory) -> Bool {
    before.guests.allSatisfy { guest in
      let now = world.inventory.guest(guest.id)
      return now?.node == guest.node && now?.status == guest.status
    }
  }

  @Test func `a run restarts every node once and brings every guest home`() {
    let inventory = SampleCluster.seed()
    let (world, machine) = carriedOut(inventory)
    #expect(world.outcome?.result == .ok)
    #expect(world.outcome?.restarted.count == 3)
    #expect(world.bootCount.values.allSatisfy { $0 == 1 } && world.bootCount.count == 3)
    #expect(isHome(world, inventory))
    #expect(world.rebootsWithGuests.isEmpty)
    #expect(world.mostNodesDown == 1)
    #expect((6...8).contains(world.mostMovesAtOnce))
    #expect(machine.outcome == world.outcome)
    #expect(world.outcome?.moves == 74)
  }

  @Test func `moves are as parallel as the policy allows and no more`() {
    var policy = Policy()
    policy.containerMovesMax = 3
    #expect(carriedOut(policy: policy).world.mostMovesAtOnce == 3)
  }

  @Test func `a refused move is tried again`() {
    let inventory = SampleCluster.seed()
    let (world, _) = carriedOut(inventory, faults: .init(refusals: [GuestID(105): 2]))
    #expect(world.outcome?.result == .ok)
    #expect(isHome(world, inventory))
    #expect(world.notices.contains { $0.notice.event == "move.retried" })
  }

  @Test func `a guest that stays keeps its node from being rebooted, and the others go home`() {
    let inventory = SampleCluster.seed()
    let (world, _) = carriedOut(inventory, faults: .init(refusals: [GuestID(105): 99]))
    #expect(world.outcome?.result == .failed)
    #expect(world.bootCount[SampleCluster.name("pve1")] == nil)
    #expect(world.outcome?.restarted.count == 2)
    #expect(isHome(world, inventory))
  }

  @Test func `with policy hold a guest that stays ends the run where it is`() {
    var policy = Policy()
    policy.onGuestFailure = .hold
    let (world, _) = carriedOut(policy: policy, faults: .init(refusals: [GuestID(105): 99]))
    #expect(world.outcome?.result == .attention)
    #expect(world.bootCount[SampleCluster.name("pve1")] == nil)
    #expect(world.outcome?.strays.isEmpty == false)
  }

  @Test func `a container whose first start fails on the target is started once more`() {
    let inventory = SampleCluster.seed()
    let (world, _) = carriedOut(inventory, faults: .init(firstStartFails: [GuestID(101)]))
    #expect(world.outcome?.result == .ok)
    #expect(isHome(world, inventory))
    #expect(world.notices.contains { $0.notice.event == "move.start-again" })
  }

  @Test func `a guest that never starts elsewhere comes home as it is and is named with its remedy`() {
    let (world, _) = carriedOut(faults: .init(neverStarts: [GuestID(101)]))
    #expect(world.bootCount[SampleCluster.name("pve1")] == nil)
    let stray = world.outcome?.strays.first { $0.guest == GuestID(101) }
    #expect(stray?.remedy.contains("pct start 101") == true)
    #expect(world.outcome?.result == .strayed)
  }

  @Test func `a node that falls silent during its drain is waited for`() {
    let inventory = SampleCluster.seed()
    let silent = (node: SampleCluster.name("pve1"), from: 420.0, to: 480.0)
    let (world, _) = carriedOut(inventory, faults: .init(silent: silent))
    #expect(world.outcome?.result == .ok)
    #expect(isHome(world, inventory))
    #expect(world.notices.contains { $0.notice.event == "node.silent" })
    #expect(world.notices.contains { $0.notice.event == "node.answers" })
  }

  @Test func `a node that never comes back holds the run, and no other node is touched`() {
    let (world, _) = carriedOut(faults: .init(staysDown: SampleCluster.name("pve3")))
    #expect(world.outcome?.result == .attention)
    #expect(world.bootCount.count == 1)
    #expect(world.outcome?.strays.count == 5)
    #expect(world.outcome?.reason.contains("pve3") == true)
  }

  @Test func `an unchanged boot id is not a reboot`() {
    let (world, _) = carriedOut(faults: .init(ignoresReboot: SampleCluster.name("pve3")))
    #expect(world.outcome?.result == .attention)
    #expect(world.outcome?.reason.contains("still the boot from before") == true)
    #expect(world.outcome?.restarted == [])
  }

  @Test func `a failed upgrade sends the guests home and puts no further node at risk`() {
    let inventory = SampleCluster.seed()
    let (world, _) = carriedOut(inventory, faults: .init(upgradeFails: SampleCluster.name("pve2")))
    #expect(world.outcome?.result == .failed)
    #expect(world.bootCount.count == 1)
    #expect(isHome(world, inventory))
  }

  @Test func `a guest started behind our back keeps the node from being rebooted`() {
    let intruder = (guest: GuestID(190), node: SampleCluster.name("pve1"))
    let (world, _) = carriedOut(faults: .init(intruder: intruder))
    #expect(world.rebootsWithGuests.isEmpty)
    #expect(world.bootCount[SampleCluster.name("pve1")] == nil)
    #expect(world.outcome?.result == .failed)
  }

  @Test(arguments: Array(stride(from: 5.0, to: 900, by: 23)))
  func `a run stopped at any moment is resumed to its end`(moment: Double) {
    let inventory = SampleCluster.seed()
    var asked = false
    var (world, machine) = carriedOut(inventory) { now in
      guard now >= moment, !asked else { return nil }
      asked = true
      return .stop(.interrupt)
    }
    #expect(world.outcome?.result == .interrupted)
    world.forget()
    world.carryOut(&machine, from: .resumed)
    #expect(world.outcome?.result == .ok)
    #expect(isHome(world, inventory))
    #expect(world.bootCount.values.allSatisfy { $0 == 1 } && world.bootCount.count == 3)
    #expect(Set(world.startedJobs).count == world.startedJobs.count)
  }

  @Test(arguments: Array(stride(from: 5.0, to: 900, by: 23)))
  func `a run whose process was killed at any moment is resumed from its events`(moment: Double) {
    let inventory = SampleCluster.seed()
    let start = SampleCluster.start(inventory)
    var world = TypedWorld(inventory)
    var machine = RunMachine(start, at: world.epoch)
    world.carryOut(&machine, from: .began(start), limit: moment)
    world.forget()
    world.now += 30
    world.carryOut(&machine, from: .resumed)
    #expect(world.outcome?.result == .ok)
    #expect(isHome(world, inventory))
    #expect(world.bootCount.values.allSatisfy { $0 == 1 } && world.bootCount.count == 3)
  }

  @Test func `a paused run begins nothing and goes on when told to`() {
    let inventory = SampleCluster.seed()
    var said: [Steering] = []
    let (world, _) = carriedOut(inventory) { now in
      if now > 60, said.isEmpty {
        said.append(.pause)
        return .pause
      }
      if now > 60, said.count == 1 {
        said.append(.proceed)
        return .proceed
      }
      return nil
    }
    #expect(world.outcome?.result == .ok)
    #expect(isHome(world, inventory))
  }

  @Test func `nodes with nothing pending are skipped unless asked for`() {
    var inventory = SampleCluster.seed()
    for index in inventory.nodes.indices { inventory.nodes[index].updates = PendingUpdates() }
    var policy = Policy()
    policy.reboot = .needed
    let (world, _) = carriedOut(inventory, policy: policy)
    #expect(world.outcome?.result == .ok)
    #expect(world.bootCount.isEmpty)
    #expect(world.outcome?.moves == 0)
  }

  @Test func `updating in place moves and restarts nothing`() {
    let (world, _) = carriedOut(scope: .update([SampleCluster.name("pve2")]))
    #expect(world.outcome?.result == .ok)
    #expect(world.bootCount.isEmpty)
    #expect(world.outcome?.moves == 0)
    #expect(world.inventory.node(SampleCluster.name("pve2"))?.updates.count == 0)
  }
}
