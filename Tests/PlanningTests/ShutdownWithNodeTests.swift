import Cluster
import TestPace
import Testing

@testable import Planning

/// Guests that are shut down with their node because policy consents.
@Suite(.givesWay) struct ShutdownWithNodeTests {
  private func pinned() -> Inventory {
    var inventory = SampleCluster.seed()
    for index in inventory.guests.indices where inventory.guests[index].id == GuestID(210) {
      inventory.guests[index].passthrough = ["hostpci0"]
    }
    return inventory
  }

  private func carriedOut(_ inventory: Inventory, _ policy: Policy) -> TypedWorld {
    var world = TypedWorld(inventory)
    let start = SampleCluster.start(inventory, policy: policy)
    var machine = RunMachine(start, at: world.epoch)
    world.carryOut(&machine, from: .began(start))
    return world
  }

  @Test func `without consent a guest that can't move keeps its node from being restarted`() {
    let world = carriedOut(pinned(), Policy())
    #expect(world.bootCount[SampleCluster.name("pve2")] == nil)
    #expect(world.outcome?.result == .failed)
  }

  @Test func `with consent it is shut down with its node and started after it`() {
    var policy = Policy()
    policy.immovable = .shutdown
    let inventory = pinned()
    let world = carriedOut(inventory, policy)
    #expect(world.outcome?.result == .ok)
    #expect(world.bootCount[SampleCluster.name("pve2")] == 1)
    #expect(world.rebootsWithGuests.isEmpty)
    #expect(world.inventory.guest(GuestID(210))?.node == SampleCluster.name("pve2"))
    #expect(world.inventory.guest(GuestID(210))?.status == .running)
    #expect(world.startedJobs.contains { $0.rawValue.contains("-move-210-") })
    // Its outage is that of its node, and is told when it runs again.
    let told = world.notices.filter { $0.notice.guest == GuestID(210) && $0.notice.event == "move.finished" }
    #expect(told.map { $0.notice.seconds != nil } == [false, true])
    #expect((told.last?.notice.seconds ?? 0) > 60)
  }

  @Test func `a guest that policy names is not moved though it could be`() {
    var policy = Policy()
    policy.guestRules = [GuestRule(ids: [GuestID(105)], handling: .shutdown)]
    let inventory = SampleCluster.seed()
    let plan = Planner.plan(scope: .rolling, policy: policy, inventory: inventory)
    #expect(plan.moves.filter { $0.guest == GuestID(105) }.allSatisfy { $0.way == .shutdown && $0.from == $0.to })
    #expect(plan.warnings.contains { $0.code == "shutdown-with-node" && $0.guest == GuestID(105) })
    let world = carriedOut(inventory, policy)
    #expect(world.outcome?.result == .ok)
    #expect(world.inventory.guest(GuestID(105))?.status == .running)
  }

  @Test func `a guest of HA's that can't move is never shut down by us`() {
    var policy = Policy()
    policy.immovable = .shutdown
    var inventory = pinned()
    for index in inventory.guests.indices where inventory.guests[index].id == GuestID(210) {
      inventory.guests[index].haState = "started"
    }
    let world = carriedOut(inventory, policy)
    #expect(world.bootCount[SampleCluster.name("pve2")] == nil)
  }

  @Test func `a node that stands alone is restarted when its guests may be shut down`() {
    var policy = Policy()
    let inventory = SampleCluster.cluster([SampleCluster.node("pve1")], [SampleCluster.container(101, on: "pve1")])
    #expect(!Planner.plan(scope: .rolling, policy: policy, inventory: inventory).isFeasible)
    policy.immovable = .shutdown
    let world = carriedOut(inventory, policy)
    #expect(world.outcome?.result == .ok)
    #expect(world.bootCount[SampleCluster.name("pve1")] == 1)
    #expect(world.inventory.guest(GuestID(101))?.status == .running)
  }

  @Test func `a guest that is shut down when the run holds is named with its start`() {
    var policy = Policy()
    policy.guestRules = [GuestRule(ids: [GuestID(101)], handling: .shutdown)]
    var world = TypedWorld(SampleCluster.small(), faults: .init(staysDown: SampleCluster.name("pve1")))
    let start = SampleCluster.start(world.inventory, policy: policy)
    var machine = RunMachine(start, at: world.epoch)
    world.carryOut(&machine, from: .began(start))
    #expect(world.outcome?.result == .attention)
    let stray = world.outcome?.strays.first { $0.guest == GuestID(101) }
    #expect(stray?.message == "was shut down with pve1 and is not started yet")
    #expect(stray?.remedy == "on pve1: pct start 101")
  }

  @Test func `a guest that is locked is shut down when its lock is gone`() {
    var policy = Policy()
    policy.guestRules = [GuestRule(ids: [GuestID(101)], handling: .shutdown)]
    var world = TypedWorld(SampleCluster.small(), faults: .init(locks: [GuestID(101): ("backup", 0, 300)]))
    let start = SampleCluster.start(world.inventory, policy: policy)
    var machine = RunMachine(start, at: world.epoch)
    world.carryOut(&machine, from: .began(start))
    #expect(world.outcome?.result == .ok)
    #expect(world.now < 1000)
  }

  @Test func `a guest that does not shut down keeps its node from being restarted, in words that fit`() {
    var policy = Policy()
    policy.guestRules = [GuestRule(ids: [GuestID(101)], handling: .shutdown)]
    var world = TypedWorld(SampleCluster.small(), faults: .init(refusals: [GuestID(101): 99]))
    let start = SampleCluster.start(world.inventory, policy: policy)
    var machine = RunMachine(start, at: world.epoch)
    world.carryOut(&machine, from: .began(start))
    #expect(world.outcome?.reason == "pve1: ct/101 ct101 does not shut down: container did not stop")
    #expect(world.bootCount[SampleCluster.name("pve1")] == nil)
    #expect(!world.startedJobs.contains { $0.rawValue == "return-pve1-move-101-1" })
  }

  @Test func `what was stopped stays stopped though the boot starts it, and what ran is left alone`() {
    var inventory = SampleCluster.small()
    inventory.guests[0].status = .stopped
    for index in inventory.guests.indices { inventory.guests[index].startsAtBoot = true }
    var world = TypedWorld(inventory)
    let start = SampleCluster.start(inventory)
    var machine = RunMachine(start, at: world.epoch)
    world.carryOut(&machine, from: .began(start))
    #expect(world.outcome?.result == .ok)
    #expect(world.inventory.guest(GuestID(101))?.status == .stopped)
    #expect(world.notices.count { $0.notice.event == "node.quiets" } == 1)
  }

  @Test func `what a boot has started is found though the first answer can't be read`() {
    let inventory = SampleCluster.small()
    let start = SampleCluster.start(inventory)
    var desk = Desk(timing: Timing(), now: inventory.takenAt)
    var pass = PassMachine(
      draft: Planner.Draft(pass: start.plan.passes[0]), inventory: inventory, homes: start.plan.homes,
      policy: start.policy, forecast: Forecast(), now: desk.now)
    let node = pass.node
    pass.stoppedBefore = [inventory.guests[0]]
    pass.enterQuieting(PassMachine.Reboot(before: BootID("boot-before"), orderedAt: desk.now), &desk)
    let unread = Trouble(code: "unreadable", message: "half an answer", isTransient: false)
    pass.receive(.gaveUp(.look(node), unread), &desk)
    #expect(desk.alarms.values.contains { $0.alarm == .lookAgain(node) })
    pass.receive(.alarm(.lookAgain(node)), &desk)
    var glance = SampleCluster.glance("pve1")
    glance.guests = [.init(id: inventory.guests[0].id, status: .running, lock: nil)]
    pass.receive(.answer(.look(node), .glance(glance)), &desk)
    #expect(desk.jobs.keys.map(\.rawValue) == ["quiet-pve1-101"])
  }

  @Test func `a shutdown after the boot that never ends does not keep the others from home`() {
    var inventory = SampleCluster.small()
    inventory.guests[0].status = .stopped
    inventory.guests[0].startsAtBoot = true
    var world = TypedWorld(inventory, faults: .init(neverEnds: ["quiet-"]))
    let start = SampleCluster.start(inventory)
    var machine = RunMachine(start, at: world.epoch)
    world.carryOut(&machine, from: .began(start))
    #expect(world.outcome?.result == .ok)
    #expect(world.notices.contains { $0.notice.event == "node.quiet-failed" && $0.notice.guest == GuestID(101) })
  }

  // MARK: Moves that fail when it comes to it

  /// Policy lets guests that can't move be shut down, and the moves of one fail.
  private func failing(_ guest: Int, killedAfter events: Int = .max, _ change: (inout Policy) -> Void = { _ in })
    -> TypedWorld
  {
    var policy = Policy()
    policy.immovable = .shutdown
    change(&policy)
    return .carriedOut(
      SampleCluster.start(SampleCluster.small(), policy: policy),
      faults: .init(refusals: [GuestID(guest): policy.moveAttemptsMax]), killedAfter: events)
  }

  private func isRested(_ world: TypedWorld, _ guest: Int) -> Bool {
    world.notices.contains { $0.notice.event == "move.rests" && $0.notice.guest == GuestID(guest) }
  }

  @Test(arguments: [101, 103])
  func `a guest whose moves fail is shut down with its node where policy consents, and started after it`(guest: Int) {
    let pve1 = SampleCluster.name("pve1")
    let world = failing(guest)
    #expect(world.outcome?.result == .ok)
    #expect(world.bootCount[pve1] == 1)
    #expect(world.rebootsWithGuests.isEmpty)
    #expect(isRested(world, guest))
    #expect(world.inventory.guest(GuestID(guest))?.node == pve1)
    #expect(world.inventory.guest(GuestID(guest))?.status == .running)
    #expect(world.lies.isEmpty)
    let warning = world.notices.map(\.notice).first { $0.event == "run.warning" && $0.message.contains("ct/101 ct101") }
    #expect(warning?.message.hasPrefix("should a move fail") == true)
  }

  @Test func `a guest whose moves fail keeps its node up where policy does not consent, in general or to this one`() {
    for world in [
      failing(101) { $0.immovable = .skip },
      failing(101) { $0.guestRules = [GuestRule(ids: [GuestID(101)], handling: .restart)] },
      failing(103) { $0.guestRules = [GuestRule(ids: [GuestID(103)], handling: .live)] },
    ] {
      #expect(world.bootCount[SampleCluster.name("pve1")] == nil)
      #expect(!world.notices.contains { $0.notice.event == "move.rests" })
      #expect(world.outcome?.result == .failed)
    }
  }

  @Test func `a guest that does not shut down for its move is not asked to do so for its node`() {
    var policy = Policy()
    policy.immovable = .shutdown
    var world = TypedWorld(SampleCluster.small(), faults: .init(ignoresShutdown: [GuestID(101)]))
    let start = SampleCluster.start(world.inventory, policy: policy)
    var machine = RunMachine(start, at: world.epoch)
    world.carryOut(&machine, from: .began(start))
    #expect(world.bootCount[SampleCluster.name("pve1")] == nil)
    #expect(!isRested(world, 101))
  }

  @Test func `a guest that was shut down for its failed moves is started after a kill at any moment`() {
    for events in stride(from: 20, through: 400, by: 7) {
      let world = failing(101, killedAfter: events)
      #expect(world.outcome?.result == .ok, "killed after \(events) events")
      #expect(world.inventory.guest(GuestID(101))?.status == .running)
      #expect(world.rebootsWithGuests.isEmpty)
    }
  }

  @Test func `the plan names whom policy lets be shut down, but nobody of HA's and not herdmon itself`() {
    var policy = Policy()
    policy.immovable = .shutdown
    policy.controller = GuestID(103)
    policy.guestRules = [GuestRule(ids: [GuestID(102)], handling: .restart)]
    let plan = Planner.plan(scope: .rolling, policy: policy, inventory: SampleCluster.small())
    let moves = plan.passes.first { $0.node == SampleCluster.name("pve1") }?.drain ?? []
    #expect(moves.filter(\.mayShutDown).map(\.guest) == [GuestID(101)])
    #expect(!plan.passes.flatMap(\.return).contains { $0.mayShutDown })
    let named = plan.warnings.filter { $0.code == "may-shut-down" && $0.node == SampleCluster.name("pve1") }
    #expect(named.map { $0.message.hasSuffix("started after it: ct/101 ct101") } == [true])
    var guest = SampleCluster.container(101, on: "pve1")
    guest.haState = "started"
    #expect(!ShutdownWithNode.mayBe(guest, policy: policy))
  }
}
