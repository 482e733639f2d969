import Cluster
import TestPace
import Testing

@testable import Planning

/// Whole runs of the machine against a world of values.
@Suite(.givesWay) struct RunMachineTests {
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
    #expect(world.mostMovesAtOnce >= 6)
    #expect(world.mostMovesBetween <= 8)
    #expect(machine.outcome == world.outcome)
    #expect(world.outcome?.moves == 74)
  }

  @Test func `moves are as parallel as the policy allows and no more`() {
    var policy = Policy()
    policy.containerMovesMax = 3
    let (world, _) = carriedOut(policy: policy)
    #expect(world.mostMovesBetween == 3)
    policy.overlaps = false
    #expect(carriedOut(policy: policy).world.mostMovesAtOnce == 6, "three to each of two other nodes")
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

  @Test func `a guest that never starts elsewhere is fetched home and runs there`() {
    let inventory = SampleCluster.seed()
    let (world, _) = carriedOut(inventory, faults: .init(neverStarts: [GuestID(101)]))
    #expect(world.bootCount[SampleCluster.name("pve1")] == nil)
    #expect(isHome(world, inventory))
    #expect(world.outcome?.result == .failed)
    #expect(world.outcome?.reason.contains("ct/101 ct101 does not start on pve") == true)
    // It was out of service from its shutdown until it ran at home again, not only on its way back.
    let told = world.notices.filter { $0.notice.guest == GuestID(101) }
    let began = told.first { $0.notice.event == "move.started" }?.time
    let ran = told.last { $0.notice.event == "move.finished" }
    let out = ran?.notice.seconds.flatMap { seconds in began.flatMap { began in ran.map { $0.time - began - seconds } }
    }
    #expect(out.map { abs($0) < 1 } == true, "\(String(describing: ran)) since \(String(describing: began))")
  }

  @Test func `a guest that never starts again comes home as it is and is named with its remedy`() {
    let (world, _) = carriedOut(faults: .init(deadGuests: [GuestID(101)]))
    #expect(world.bootCount[SampleCluster.name("pve1")] == nil)
    let stray = world.outcome?.strays.first { $0.guest == GuestID(101) }
    #expect(stray?.message == "is stopped on pve1")
    #expect(stray?.remedy == "on pve1: pct start 101")
    #expect(world.outcome?.result == .strayed)
    #expect(world.outcome?.reason.hasSuffix("1 guest not home or not running") == true)
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
    let late = world.notices.map(\.notice).filter { $0.event == "reboot.late" }
    #expect(late.map(\.node) == [SampleCluster.name("pve3")])
    #expect(late.first?.message.contains("foreseen were") == true)
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

  @Test(arguments: Array(stride(from: 5.0, to: 660, by: 43)))
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
    world.carryOut(&machine, from: .resumed())
    #expect(world.outcome?.result == .ok)
    #expect(isHome(world, inventory))
    #expect(world.bootCount.values.allSatisfy { $0 == 1 } && world.bootCount.count == 3)
    #expect(Set(world.startedJobs).count == world.startedJobs.count)
  }

  @Test(arguments: Array(stride(from: 5.0, to: 660, by: 43)))
  func `a run whose process was killed at any moment is resumed from its events`(moment: Double) {
    let inventory = SampleCluster.seed()
    let start = SampleCluster.start(inventory)
    var world = TypedWorld(inventory)
    var machine = RunMachine(start, at: world.epoch)
    world.carryOut(&machine, from: .began(start), limit: moment)
    world.forget()
    world.now += 30
    world.carryOut(&machine, from: .resumed())
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

  @Test func `a move that waited long for a lock still has its whole time`() {
    let inventory = SampleCluster.small()
    let (world, _) = carriedOut(inventory, faults: .init(locks: [GuestID(101): ("backup", 25, 860)]))
    #expect(world.outcome?.result == .ok)
    #expect(isHome(world, inventory))
    #expect(world.notices.count { $0.notice.event == "move.waits" } == 1)
  }

  @Test func `a guest locked for longer than the limit keeps its node from being rebooted`() {
    let inventory = SampleCluster.small()
    let (world, _) = carriedOut(inventory, faults: .init(locks: [GuestID(101): ("backup", 0, 5000)]))
    #expect(world.outcome?.result == .failed)
    #expect(world.bootCount[SampleCluster.name("pve1")] == nil)
    #expect(isHome(world, inventory))
  }

  @Test func `a guest left stopped by two moves in a row is started after both`() {
    let inventory = SampleCluster.small()
    let (world, _) = carriedOut(inventory, faults: .init(stopTimeouts: [GuestID(101): 2]))
    #expect(world.outcome?.result == .ok)
    let starts = world.startedJobs.filter { $0.rawValue.contains("-start-101-") }
    #expect(starts.count == 2 && Set(starts).count == 2)
    #expect(
      world.notices.filter { $0.notice.event == "move.start-again" }.allSatisfy {
        $0.notice.message.hasSuffix("starting it")
      })
  }

  @Test func `a machine with much memory may take its time`() {
    var inventory = SampleCluster.small()
    for index in inventory.guests.indices where inventory.guests[index].id == GuestID(103) {
      inventory.guests[index].memoryBytes = 48 << 30
    }
    var policy = Policy()
    policy.timing.moveMaxSeconds = 30
    let (world, _) = carriedOut(inventory, policy: policy)
    #expect(!world.notices.contains { $0.notice.guest == GuestID(103) && $0.notice.event == "move.failed" })
  }

  @Test func `a start, a download and a move that never end do not keep the run from ending`() {
    let starting = TypedWorld.Faults(stopTimeouts: [GuestID(101): 1], neverEnds: ["drain-pve1-start-101"])
    let (stuck, _) = carriedOut(SampleCluster.small(), faults: starting)
    #expect(stuck.outcome?.result == .attention)
    #expect(stuck.outcome?.reason.contains("has been starting on pve1 for 15:0") == true)
    #expect(
      stuck.outcome?.strays.contains { $0.guest == GuestID(101) && $0.remedy == "on pve1: pct start 101" } == true)
    let (late, _) = carriedOut(SampleCluster.small(), faults: .init(neverEnds: ["fetch-pve2"]))
    #expect(late.outcome?.result == .ok)
    #expect(late.notices.contains { $0.notice.event == "node.fetch-failed" })
    let (moving, _) = carriedOut(SampleCluster.small(), faults: .init(neverEnds: ["drain-pve1-move-101"]))
    #expect(moving.outcome?.result == .attention)
    #expect(moving.outcome?.strays.contains { $0.guest == GuestID(101) } == true)
  }

  @Test func `a node is not rebooted while another is away, and is when that one is back`() {
    // pve1 has its upgrade behind it when pve3 falls away.
    var policy = Policy()
    policy.nodes = [SampleCluster.name("pve1")]
    let gone = (node: SampleCluster.name("pve3"), from: 110.0, to: 300.0)
    let (world, _) = carriedOut(SampleCluster.small(), policy: policy, faults: .init(away: gone))
    #expect(world.rebootsBesideDown.isEmpty)
    #expect(world.outcome?.result == .ok)
    #expect(world.bootCount == [SampleCluster.name("pve1"): 1])
    let lost = (node: SampleCluster.name("pve3"), from: 110.0, to: 100_000.0)
    let (held, _) = carriedOut(SampleCluster.small(), policy: policy, faults: .init(away: lost))
    #expect(held.bootCount.isEmpty)
    #expect(held.outcome?.reason == "pve1 is not rebooted: pve3 is away, as pve2 sees it")
  }

  @Test func `an order to reboot that is lost on its way is given again after a fresh look`() {
    let (world, _) = carriedOut(SampleCluster.small(), faults: .init(rebootOrdersLost: 2))
    #expect(world.outcome?.result == .ok)
    #expect(world.bootCount.values.allSatisfy { $0 == 1 } && world.bootCount.count == 3)
    let (never, _) = carriedOut(SampleCluster.small(), faults: .init(rebootOrdersLost: 99))
    #expect(never.outcome?.result == .attention)
    #expect(never.bootCount.isEmpty)
  }

  @Test func `an order to reboot under which the connection broke too early is given again`() {
    let (world, _) = carriedOut(SampleCluster.small(), faults: .init(rebootOrdersCut: 1))
    #expect(world.outcome?.result == .ok)
    #expect(world.bootCount.values.allSatisfy { $0 == 1 } && world.bootCount.count == 3)
  }

  @Test func `a look that can't be read is done again before a move is given up`() {
    let (world, _) = carriedOut(SampleCluster.small(), faults: .init(unreadableGlances: 3))
    #expect(world.outcome?.result == .ok)
    let (held, _) = carriedOut(SampleCluster.small(), faults: .init(unreadableGlances: 999))
    #expect(held.outcome?.result == .attention)
    #expect(held.bootCount.isEmpty)
  }

  @Test func `an order to reboot whose answer is lost is not given twice`() {
    let (world, _) = carriedOut(SampleCluster.small(), faults: .init(losesRebootAnswer: true))
    #expect(world.outcome?.result == .ok)
    #expect(world.bootCount.values.allSatisfy { $0 == 1 } && world.bootCount.count == 3)
  }

  @Test func `a run that sees no node at all holds, it does not plan on what it once saw`() {
    var policy = Policy()
    policy.timing.silenceMaxSeconds = 60
    let (world, _) = carriedOut(SampleCluster.small(), policy: policy, faults: .init(allSilent: 20.2..<400))
    #expect(world.outcome?.result == .attention)
    #expect(world.startedJobs.allSatisfy { $0.rawValue.hasPrefix("fetch-") })
    #expect(world.outcome?.reason.contains("does not answer") == true)
  }

  @Test func `a node that is silent when its turn comes is not called done`() {
    var inventory = SampleCluster.small()
    inventory.nodes[0].updates = PendingUpdates()
    inventory.nodes[1].updates = PendingUpdates()
    let silent = (node: SampleCluster.name("pve3"), from: 20.2, to: 150.0)
    var policy = Policy()
    policy.timing.silenceMaxSeconds = 30
    let (world, _) = carriedOut(inventory, policy: policy, faults: .init(silent: silent))
    #expect(world.outcome?.result == .attention)
    #expect(world.outcome?.reason.hasPrefix("pve3 does not answer") == true)
  }

  @Test func `an update in place neither waits for nor minds a node that was away from the start`() {
    var inventory = SampleCluster.small()
    inventory.nodes[2].isOnline = false
    for index in inventory.guests.indices where inventory.guests[index].node.rawValue == "pve3" {
      inventory.guests[index].status = .unknown
    }
    let silent = (node: SampleCluster.name("pve3"), from: 0.0, to: 100_000.0)
    let (world, _) = carriedOut(inventory, scope: .update([SampleCluster.name("pve1")]), faults: .init(silent: silent))
    #expect(world.outcome?.result == .ok)
    #expect(world.now < 120)
  }

  @Test func `a guest that could not come home in its turn comes home in a later one`() {
    let inventory = SampleCluster.small()
    // 101 is on its way home from the first node's turn when a long backup holds it.
    let (world, _) = carriedOut(inventory, faults: .init(locks: [GuestID(101): ("backup", 200, 1250)]))
    #expect(world.outcome?.strays == [])
    #expect(isHome(world, inventory))
  }

  @Test func `what went wrong is told in sentences`() {
    let (world, _) = carriedOut(SampleCluster.small(), faults: .init(refusals: [GuestID(101): 99]))
    let said = world.notices.map(\.notice).filter { $0.guest == GuestID(101) && $0.level != .output }.map(\.message)
    #expect(
      said == [
        "shutting down", "stayed on pve1 (migration aborted): again in 5 s, to pve3", "once more",
        "stayed on pve1 (migration aborted): again in 10 s, to pve2", "once more", "stayed on pve1: migration aborted",
      ])
    #expect(world.outcome?.reason == "pve1: ct/101 ct101 stayed on pve1: migration aborted")
    #expect(world.outcome?.remedy == "once that is settled, herdmon reboot pve1 does what is left")
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
