import Cluster
import TestPace
import Testing

@testable import Planning

/// Pause, proceed and stop at the moments that matter; what is left out, tried again or sent elsewhere.
@Suite(.givesWay) struct RunMachineSteeringTests {
  /// What to say when a notice with that event and beginning is said.
  private struct Cue {
    var event: String
    var message = ""
    var steering: [Steering]

    func isMet(by notice: Notice) -> Bool { notice.event == event && notice.message.hasPrefix(message) }
  }

  private func run(
    _ cues: [Cue], inventory: Inventory = SampleCluster.small(), policy: Policy = Policy(), scope: RunScope = .rolling,
    faults: TypedWorld.Faults = .init()
  ) -> (world: TypedWorld, machine: RunMachine) {
    var world = TypedWorld(inventory, faults: faults)
    var policy = policy
    // Cues count on moves that begin together.
    policy.timing.staggerSeconds = 0
    let start = SampleCluster.start(inventory, policy: policy, scope: scope)
    var machine = RunMachine(start, at: world.epoch)
    var left = cues
    var event = RunEvent.began(start)
    var said: [Steering] = []
    // One event at a time, so that a cue is met exactly where it falls.
    for _ in 0..<20_000 where world.outcome == nil {
      let before = world.notices.count
      let count = world.journal.count
      world.carryOut(&machine, from: event, killedAfter: 1)
      if world.journal.count == count { break }
      if let cue = left.first, world.notices[before...].contains(where: { cue.isMet(by: $0.notice) }) {
        left.removeFirst()
        said += cue.steering
      }
      if !said.isEmpty {
        event = .steered(said.removeFirst())
      } else if let next = world.nextEvent() {
        event = next
      } else {
        break
      }
    }
    return (world, machine)
  }

  private func isHome(_ world: TypedWorld, _ before: Inventory = SampleCluster.small()) -> Bool {
    before.guests.allSatisfy { guest in
      world.inventory.guest(guest.id)?.node == guest.node && world.inventory.guest(guest.id)?.status == guest.status
    }
  }

  @Test func `a paused run does not reboot a node that was about to be`() {
    let (world, _) = run([Cue(event: "node.updated", steering: [.pause])])
    #expect(world.outcome == nil)
    #expect(world.bootCount.isEmpty)
  }

  @Test func `a run paused during the last look does not reboot, and goes on with a fresh look`() {
    var world = TypedWorld(SampleCluster.small())
    let start = SampleCluster.start(world.inventory)
    var machine = RunMachine(start, at: world.epoch)
    var event = RunEvent.began(start)
    while !world.notices.contains(where: { $0.notice.event == "node.updated" }) {
      world.carryOut(&machine, from: event, killedAfter: 1)
      event = world.nextEvent() ?? .resumed()
    }
    // The answer to the last look is on its way.
    world.carryOut(&machine, from: .steered(.pause), killedAfter: 1)
    world.carryOut(&machine, from: event)
    #expect(world.outcome == nil)
    #expect(world.bootCount.isEmpty)
    world.carryOut(&machine, from: .steered(.proceed))
    #expect(world.outcome?.result == .ok)
    #expect(world.bootCount.count == 3)
  }

  @Test(arguments: [(Steering.abort, RunProgress.State.aborting), (.stop(.asked), .stopping)])
  func `a run that was told to end says so, and ends sooner than it would have`(
    _ told: Steering, _ state: RunProgress.State
  ) {
    var world = TypedWorld(SampleCluster.small())
    let start = SampleCluster.start(world.inventory)
    var machine = RunMachine(start, at: world.epoch)
    var event = RunEvent.began(start)
    while !world.notices.contains(where: { $0.notice.event == "move.started" }) {
      world.carryOut(&machine, from: event, killedAfter: 1)
      event = world.nextEvent() ?? .resumed()
    }
    let before = machine.progress(at: world.clock)
    _ = machine.handle(.steered(told), at: world.clock)
    let after = machine.progress(at: world.clock)
    #expect(before.state == .running && after.state == state)
    // Two nodes more, an update and a restart are not to come.
    #expect(after.endsAt - world.clock < (before.endsAt - world.clock) / 3)
    #expect(after.endsAt > world.clock)
  }

  @Test func `a run that was paused and then stopped does not begin anew when told to proceed`() {
    var policy = Policy()
    policy.containerMovesMax = 1
    policy.machineMovesMax = 1
    let cues = [Cue(event: "move.started", steering: [.pause, .stop(.asked), .proceed])]
    let (world, machine) = run(cues, policy: policy)
    #expect(world.outcome?.result == .stopped)
    #expect(machine.outcome == world.outcome)
    #expect(world.startedJobs.count { $0.rawValue.contains("-move-") } == 2)
  }

  @Test func `a paused run begins no upgrade of the next node`() {
    let names = SampleCluster.small().nodes.map(\.name)
    let (world, _) = run([Cue(event: "node.updated", steering: [.pause])], scope: .update(names))
    #expect(world.outcome == nil)
    #expect(world.startedJobs.count { $0.rawValue.hasPrefix("update-") } == 1)
  }

  @Test func `guests that wait in a paused return come home although another failed`() {
    var policy = Policy()
    policy.containerMovesMax = 1
    policy.machineMovesMax = 1
    policy.moveAttemptsMax = 1
    var faults = TypedWorld.Faults()
    faults.refusesReturn = [GuestID(101)]
    let cues = [
      Cue(event: "phase.started", message: "return", steering: [.pause]),
      Cue(event: "move.failed", steering: [.proceed]),
    ]
    let (world, _) = run(cues, policy: policy, faults: faults)
    #expect(world.outcome?.result == .strayed)
    #expect(world.outcome?.strays.map(\.guest) == [GuestID(101)])
    #expect(world.inventory.guest(GuestID(102))?.node == SampleCluster.name("pve1"))
  }

  @Test func `moves are counted once, however often the run is paused at the end of a drain`() {
    let cues = [
      Cue(event: "phase.started", message: "drain", steering: [.pause]),
      Cue(event: "move.finished", steering: [.proceed, .pause]),
      Cue(event: "move.finished", steering: []),
      Cue(event: "move.finished", steering: [.proceed, .pause, .proceed]),
    ]
    let (world, _) = run(cues)
    #expect(world.outcome?.moves == 18)
    #expect(world.lies == [])
    #expect(isHome(world))
  }

  @Test func `a stop after a drain under policy hold counts its moves once`() {
    var policy = Policy()
    policy.onGuestFailure = .hold
    policy.containerMovesMax = 1
    let (world, _) = run([], policy: policy, faults: .init(refusals: [GuestID(102): 99]))
    #expect(world.outcome?.result == .attention)
    // 101 and the machine have moved, 102 has not.
    #expect(world.outcome?.moves == 2)
  }

  // MARK: Left out, tried again, sent elsewhere

  /// One move at a time, so that others wait.
  private var narrow: Policy {
    var policy = Policy()
    policy.containerMovesMax = 1
    policy.machineMovesMax = 1
    return policy
  }

  private func said(_ world: TypedWorld, _ event: String, _ guest: Int) -> [String] {
    world.notices.map(\.notice).filter { $0.event == event && $0.guest == GuestID(guest) }.map(
      \.message)
  }

  @Test func `a node that is skipped before its turn is left out, and the others are restarted`() {
    let pve3 = SampleCluster.name("pve3")
    let (world, _) = run([
      Cue(event: "phase.started", message: "drain", steering: [.skipNode(pve3)])
    ])
    #expect(world.bootCount.keys.sorted() == ["pve1", "pve2"].map(SampleCluster.name))
    #expect(world.outcome?.result == .failed)
    #expect(world.outcome?.reason.contains("pve3: skipped by the operator") == true)
    #expect(isHome(world))
  }

  @Test func `a node that is skipped while it is emptied gets its guests back`() {
    let pve1 = SampleCluster.name("pve1")
    let (world, _) = run([Cue(event: "move.finished", steering: [.skipNode(pve1)])], policy: narrow)
    #expect(world.bootCount[pve1] == nil)
    #expect(world.outcome?.reason.contains("pve1: skipped by the operator") == true)
    #expect(isHome(world))
  }

  @Test func `a guest that is skipped before it leaves stays, and so does its node`() {
    let (world, _) = run(
      [Cue(event: "phase.started", message: "drain", steering: [.skipGuest(GuestID(102))])],
      policy: narrow)
    #expect(said(world, "move.failed", 102).first == "was skipped by the operator")
    #expect(world.bootCount[SampleCluster.name("pve1")] == nil)
    #expect(isHome(world))
  }

  @Test func `a move that waits to be tried again is tried at once`() throws {
    func arrival(_ cues: [Cue]) throws -> Double {
      let (world, _) = run(cues, faults: .init(refusals: [GuestID(101): 1]))
      #expect(world.outcome?.result == .ok)
      #expect(isHome(world))
      #expect(said(world, "move.retried", 101).contains("once more, as the operator asked") == !cues.isEmpty)
      let end = world.notices.first { $0.notice.event == "move.finished" && $0.notice.guest == GuestID(101) }
      return try #require(end?.time)
    }
    let cue = Cue(event: "move.retried", steering: [.retry(GuestID(101))])
    #expect(try arrival([cue]) < arrival([]))
  }

  @Test func `a move that was given up is tried once more, though policy allows one attempt`() {
    var policy = Policy()
    policy.moveAttemptsMax = 1
    let faults = TypedWorld.Faults(refusals: [GuestID(101): 1])
    let (given, _) = run([], policy: policy, faults: faults)
    #expect(given.bootCount[SampleCluster.name("pve1")] == nil)
    let (world, _) = run([Cue(event: "move.failed", steering: [.retry(GuestID(101))])], policy: policy, faults: faults)
    #expect(world.bootCount[SampleCluster.name("pve1")] == 1)
    #expect(world.outcome?.result == .ok)
    #expect(isHome(world))
  }

  @Test func `a guest that has not left is sent where the operator wants it`() throws {
    let plan = SampleCluster.start(SampleCluster.small(), policy: narrow).plan
    let planned = try #require(plan.passes.first?.drain.first { $0.guest == GuestID(102) }?.to)
    let other = SampleCluster.name(planned == SampleCluster.name("pve3") ? "pve2" : "pve3")
    let (world, _) = run(
      [
        Cue(
          event: "phase.started", message: "drain", steering: [.retarget(GuestID(102), to: other)])
      ], policy: narrow)
    #expect(said(world, "move.retargeted", 102) == ["goes to \(other), as the operator asked"])
    #expect(
      world.startedOrders.contains {
        if case .moveContainer(GuestID(102), other, _) = $0 { true } else { false }
      })
    #expect(world.outcome?.result == .ok)
    #expect(isHome(world))
  }

  @Test func `what can't be done is said and changes nothing`() {
    let pve3 = SampleCluster.name("pve3")
    let words: [Steering] = [
      .skipGuest(GuestID(101)), .retry(GuestID(101)), .retarget(GuestID(101), to: pve3),
      .skipGuest(GuestID(999)),
    ]
    let (world, _) = run(
      [Cue(event: "move.finished", message: "running again", steering: words)], policy: narrow)
    #expect(
      world.notices.map(\.notice).filter { $0.event == "run.refused" }.map(\.message) == [
        "can't be skipped now", "has nothing to be tried again", "can't go to pve3 now",
        "can't be skipped now",
      ])
    #expect(world.outcome?.result == .ok)
    #expect(isHome(world))
  }
}
