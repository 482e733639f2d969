import Cluster
import TestPace
import Testing

@testable import Planning

/// A shutdown that never ends: recognised by its pending jobs, forced as far as policy allows.
@Suite(.givesWay) struct StuckShutdownTests {
  private let pve1 = SampleCluster.name("pve1")

  private func carriedOut(
    _ escalation: Policy.Escalation, cure: RebootRung? = nil, _ change: (inout TypedWorld) -> Void = { _ in }
  ) -> TypedWorld {
    var policy = Policy()
    policy.rebootEscalation = escalation
    var world = TypedWorld(SampleCluster.small(), faults: .init(stuckShutdown: pve1, stuckUntil: cure))
    change(&world)
    let start = SampleCluster.start(world.inventory, policy: policy)
    var machine = RunMachine(start, at: world.epoch)
    world.carryOut(&machine, from: .began(start))
    return world
  }

  @Test func `by default the run holds, names what it waits for and says the commands`() {
    let world = carriedOut(.hold)
    #expect(world.outcome?.result == .attention)
    #expect(world.outcome?.reason == "the shutdown of pve1 is stuck: pve-guests.service stop running")
    #expect(world.outcome?.remedy.contains("ssh root@10.0.0.1 'systemctl reboot --force'") == true)
    #expect(world.outcome?.remedy.contains("/proc/sysrq-trigger") == true)
    #expect(world.rungs.isEmpty)
    #expect(world.inventory.guests(on: pve1).allSatisfy { $0.status != .running })
  }

  @Test func `the ladder is climbed rung by rung, each reported, until one helps`() {
    let world = carriedOut(.sysrq, cure: .sysrq)
    #expect(world.outcome?.result == .ok)
    #expect(world.rungs == [.force, .doubleForce, .sysrq])
    #expect(world.notices.count { $0.notice.event == "reboot.forced" } == 3)
    #expect(world.notices.count { $0.notice.event == "reboot.stuck" } == 1)
    #expect(world.rebootsWithGuests.isEmpty)
  }

  @Test func `a rung that helps is the last one`() {
    let world = carriedOut(.sysrq, cure: .force)
    #expect(world.outcome?.result == .ok)
    #expect(world.rungs == [.force])
  }

  @Test func `a node is not forced while another is away`() throws {
    let world = carriedOut(.force, cure: .force) { world in
      world.faults.away = (node: SampleCluster.name("pve3"), from: 500, to: 1100)
    }
    #expect(world.outcome?.result == .ok)
    #expect(world.rungs == [.force])
    let forced = try #require(world.notices.first { $0.notice.event == "reboot.forced" })
    #expect(forced.time >= 1100)
    let waits = world.notices.filter { $0.notice.event == "reboot.waiting" }.map(\.notice.message)
    #expect(waits == ["is not forced yet: pve3 is away, as pve2 sees it"])
    #expect(world.notices.count { $0.notice.event == "reboot.stuck" } == 1)
  }

  @Test func `a node whose vote is needed is not forced before another vote is back`() throws {
    let world = carriedOut(.force, cure: .force) { $0.faults.voteless = 500..<1100 }
    #expect(world.outcome?.result == .ok)
    let forced = try #require(world.notices.first { $0.notice.event == "reboot.forced" })
    #expect(forced.time >= 1100)
    let waits = world.notices.filter { $0.notice.event == "reboot.waiting" }.map(\.notice.message)
    #expect(waits == ["is not forced yet: with pve1 away 1 of 3 votes are left, 2 are needed"])
  }

  @Test func `no rung is taken that policy does not allow`() {
    let world = carriedOut(.force, cure: .sysrq)
    #expect(world.rungs == [.force, .doubleForce])
    #expect(world.outcome?.result == .attention)
    #expect(world.outcome?.remedy.contains("systemctl reboot") == false)
    #expect(world.outcome?.remedy.contains("/proc/sysrq-trigger") == true)
  }

  @Test func `a node on which a guest still runs is not forced`() {
    let world = carriedOut(.sysrq, cure: .force) { world in
      world.faults.startsWhileStuck = GuestID(101)
    }
    #expect(world.rungs.isEmpty)
    #expect(world.outcome?.reason == "pve1 is not forced: guest 101 still runs on it")
  }

  /// A turn of pve1, and its reboot that was ordered an hour ago.
  private func ordered(_ rung: RebootRung? = nil, rungAt: Double = 0) -> (turn: PassMachine, reboot: PassMachine.Reboot)
  {
    let world = TypedWorld(SampleCluster.small())
    var policy = Policy()
    policy.rebootEscalation = .sysrq
    let turn = PassMachine(
      draft: Planner.Draft(pass: Plan.Pass(node: pve1, action: .restart, reason: "")), inventory: world.inventory,
      homes: [:], policy: policy, forecast: Forecast(), now: world.epoch)
    var reboot = PassMachine.Reboot(before: BootID("boot-pve1-0"), orderedAt: world.epoch)
    reboot.rung = rung
    reboot.rungAt = rung.map { _ in world.epoch + rungAt }
    return (turn, reboot)
  }

  @Test func `only the old boot with a queue that does not empty is stuck, each rung with its own time`() {
    var world = TypedWorld(SampleCluster.small(), faults: .init(stuckShutdown: pve1))
    let (turn, reboot) = ordered()
    #expect(!turn.isStuck(reboot, world.boot(pve1), at: world.epoch + 3600), "nothing is queued")
    world.order(pve1)
    #expect(turn.isStuck(reboot, world.boot(pve1), at: world.epoch + 601))
    #expect(!turn.isStuck(reboot, world.boot(pve1), at: world.epoch + 599))
    let (later, forced) = ordered(.force, rungAt: 600)
    #expect(!later.isStuck(forced, world.boot(pve1), at: world.epoch + 689))
    #expect(later.isStuck(forced, world.boot(pve1), at: world.epoch + 691))
    world.bootCount[pve1] = 1
    #expect(!turn.isStuck(reboot, world.boot(pve1), at: world.epoch + 3600), "a new boot has a queue of its own")
  }

  @Test func `a node that has come down after all is not forced`() {
    var world = TypedWorld(SampleCluster.small())
    world.inventory.guests = []
    for boots in 0...1 {
      world.bootCount[pve1] = boots
      var (turn, reboot) = ordered()
      var desk = Desk(timing: turn.policy.timing, now: world.epoch + 601)
      turn.force(reboot, world.glance(pve1), &desk)
      if case .rebooting(let now) = turn.state { reboot = now }
      #expect(reboot.rung == (boots == 0 ? .force : nil))
      #expect(reboot.rungAt == (boots == 0 ? world.epoch + 601 : nil))
      #expect(desk.questions.values.map(\.errand) == (boots == 0 ? [.reboot] : []))
    }
  }

  @Test func `a rung that is refused is followed by the next look, not by the end of the turn`() {
    var (turn, reboot) = ordered(.force)
    var desk = Desk(timing: turn.policy.timing, now: reboot.orderedAt + 601)
    turn.rebootRefused(reboot, Trouble(code: "refused", message: "no such file", isTransient: false), &desk)
    guard case .rebooting = turn.state else { return #expect(Bool(false), "\(turn.state)") }
    reboot.rung = nil
    turn.rebootRefused(reboot, Trouble(code: "refused", message: "no such file", isTransient: false), &desk)
    #expect(turn.phase == .return || turn.phase == nil)
  }

  @Test func `a run that was held is taken up where it stood, when the node has come down by hand`() {
    var policy = Policy()
    policy.rebootEscalation = .hold
    var world = TypedWorld(SampleCluster.small(), faults: .init(stuckShutdown: pve1))
    let start = SampleCluster.start(world.inventory, policy: policy)
    var machine = RunMachine(start, at: world.epoch)
    world.carryOut(&machine, from: .began(start))
    world.faults.stuckShutdown = nil
    world.restartByHand(pve1)
    world.carryOut(&machine, from: .resumed())
    #expect(world.outcome?.result == .ok)
    #expect(world.bootCount[pve1] == 1)
  }

  @Test func `a node starts its next kernel directly where it can, and through its firmware where it can't`() {
    for lacks in [false, true] {
      var policy = Policy()
      policy.rebootMethod = .kexec
      var world = TypedWorld(SampleCluster.small(), faults: .init(lacksKexec: lacks))
      let start = SampleCluster.start(world.inventory, policy: policy)
      var machine = RunMachine(start, at: world.epoch)
      world.carryOut(&machine, from: .began(start))
      #expect(world.outcome?.result == .ok)
      #expect(world.directBoots == (lacks ? 0 : 3))
      #expect(world.notices.count { $0.notice.event == "reboot.indirect" } == (lacks ? 3 : 0))
    }
  }
}
