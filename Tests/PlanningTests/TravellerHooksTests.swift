import Cluster
import TestPace
import Testing

@testable import Planning

/// The operator's commands around moves of guests that the HA stack carries out.
@Suite(.givesWay) struct TravellerHooksTests {
  private let pve1 = SampleCluster.name("pve1")
  private static let hooks = [Hook(.beforeMove, words: ["b"]), Hook(.afterMove, at: .node, words: ["a"])]

  private func start(_ hooks: [Hook] = hooks, _ change: (inout Policy) -> Void = { _ in }) -> RunStart {
    var inventory = SampleCluster.small()
    for index in inventory.guests.indices where [101, 103].contains(inventory.guests[index].id.rawValue) {
      inventory.guests[index].haState = "started"
    }
    var policy = Policy()
    policy.silence = SilenceRules()
    policy.hooks = hooks
    policy.nodes = [pve1, SampleCluster.name("pve2")]
    policy.canary = pve1
    policy.timing.maintenanceMaxSeconds = 300
    change(&policy)
    return SampleCluster.start(inventory, policy: policy)
  }

  private func isHome(_ world: TypedWorld) -> Bool {
    SampleCluster.small().guests.allSatisfy { world.inventory.guest($0.id)?.node == $0.node }
  }

  /// Carries a run out; from the restart of pve1 on those commands fail.
  private func carriedOut(
    _ machine: inout RunMachine, _ start: RunStart, failing: Set<String>, isLate: Bool = false
  ) -> TypedWorld {
    var world = TypedWorld(start.inventory, faults: .init(failingHooks: isLate ? [] : failing))
    machine = RunMachine(start, at: world.epoch)
    world.carryOut(&machine, from: .began(start), killedAfter: 3)
    while isLate, world.bootCount[pve1] == nil, let event = world.nextEvent() {
      world.carryOut(&machine, from: event, killedAfter: 1)
    }
    world.faults.failingHooks = failing
    if let event = world.nextEvent() { world.carryOut(&machine, from: event) }
    return world
  }

  private func carriedOut(_ start: RunStart, failing: Set<String> = [], isLate: Bool = false) -> TypedWorld {
    var machine = RunMachine(start, at: Timestamp(milliseconds: 0))
    return carriedOut(&machine, start, failing: failing, isLate: isLate)
  }

  @Test func `they are run before and after both ways, with what is known of them, while monitoring keeps quiet`() {
    let world = carriedOut(start())
    #expect(world.outcome?.result == .ok)
    for guest in ["101", "103"] {
      let runs = world.hooksRun.filter { $0.call.facts["GUEST"] == guest }
      #expect(runs.map(\.call.hook.moment) == [.beforeMove, .afterMove, .beforeMove, .afterMove])
      #expect(runs.map { $0.call.facts["PHASE"] } == ["drain", "drain", "return", "return"])
      let away = runs[1].place
      #expect(["pve2", "pve3"].contains(away))
      #expect(runs.map { $0.call.facts["FROM"] } == ["pve1", "pve1", away, nil])
      #expect(runs.map { $0.call.facts["TO"] } == [nil, away, "pve1", "pve1"])
      #expect(runs.map(\.place) == ["controller", away, "controller", "pve1"])
      #expect(runs.allSatisfy { $0.call.facts["NODE"] == "pve1" })
    }
    #expect(world.uncovered == [] && world.nodesInMaintenance.isEmpty && isHome(world))
  }

  @Test func `one that fails before the maintenance leaves the node as it was, with the guest named`() {
    let world = carriedOut(start([Hook(.beforeMove, words: ["b"])]), failing: ["b"])
    #expect(world.outcome?.result == .failed)
    #expect(world.outcome?.reason.contains("vm/103 vm103 before-move hook b failed") == true)
    #expect(world.bootCount.isEmpty && world.nodesInMaintenance.isEmpty && isHome(world))
    #expect(!world.notices.contains { $0.notice.message.hasPrefix("drain: HA maintenance") })
    #expect(world.notices.contains { $0.notice.event == "hook.failed" && $0.notice.guest == GuestID(103) })
  }

  @Test func `where policy holds the run waits for a human before the maintenance, and goes on from there`() {
    let start = start([Hook(.beforeMove, words: ["b"])]) { $0.onGuestFailure = .hold }
    var machine = RunMachine(start, at: Timestamp(milliseconds: 0))
    var world = carriedOut(&machine, start, failing: ["b"])
    #expect(world.outcome?.result == .attention && world.nodesInMaintenance.isEmpty)
    #expect(world.outcome?.left.contains(.maintenance(pve1)) == false)
    world.faults.failingHooks = []
    world.carryOut(&machine, from: .resumed())
    #expect(world.outcome?.result == .ok)
    #expect(world.bootCount[pve1] == 1 && isHome(world))
  }

  @Test func `one that fails after HA guests have left brings them home`() {
    let world = carriedOut(start([Hook(.afterMove, words: ["a"])]), failing: ["a"])
    #expect(world.outcome?.result == .failed)
    #expect(world.bootCount[pve1] == nil && world.nodesInMaintenance.isEmpty && isHome(world))
  }

  @Test func `one that fails before HA guests come home holds the run in its maintenance`() {
    let start = start([Hook(.beforeMove, words: ["b"])])
    var machine = RunMachine(start, at: Timestamp(milliseconds: 0))
    var world = carriedOut(&machine, start, failing: ["b"], isLate: true)
    #expect(world.outcome?.result == .attention)
    #expect(world.outcome?.left.contains(.maintenance(pve1)) == true)
    world.faults.failingHooks = []
    world.carryOut(&machine, from: .resumed())
    #expect(world.outcome?.result == .ok)
    #expect(world.nodesInMaintenance.isEmpty && isHome(world))
  }

  @Test func `one that fails after HA guests came home ends the run before the next node`() {
    let world = carriedOut(start([Hook(.afterMove, words: ["a"])]), failing: ["a"], isLate: true)
    #expect(world.outcome?.result == .failed)
    #expect(world.outcome?.reason.contains("after-move hook a failed") == true)
    #expect(world.bootCount == [pve1: 1])
    #expect(world.nodesInMaintenance.isEmpty && isHome(world))
  }

  @Test func `one that may fail is told of, and the guests move all the same`() {
    var hooks = Self.hooks
    for index in hooks.indices { hooks[index].onFailure = .ignore }
    let world = carriedOut(start(hooks), failing: ["a", "b"])
    #expect(world.outcome?.result == .ok)
    #expect(world.notices.count { $0.notice.event == "hook.failed" && $0.notice.guest == GuestID(101) } == 4)
  }

  @Test func `an aborted run begins no maintenance after them`() {
    let start = start()
    var world = TypedWorld(start.inventory)
    var machine = RunMachine(start, at: world.epoch)
    world.carryOut(&machine, from: .began(start), killedAfter: 3)
    while world.hooksRun.isEmpty, let event = world.nextEvent() {
      world.carryOut(&machine, from: event, killedAfter: 1)
    }
    world.carryOut(&machine, from: .steered(.abort))
    #expect(world.bootCount.isEmpty && world.nodesInMaintenance.isEmpty && isHome(world))
    #expect(!world.notices.contains { $0.notice.message.hasPrefix("drain: HA maintenance") })
  }

  @Test(arguments: [TakeUp.Goal?.none, .finish])
  func `a run that is killed at any event ends well, and runs nothing twice that has answered`(goal: TakeUp.Goal?) {
    let start = start { $0.nodes = [pve1] }
    for events in stride(from: 3, through: 260, by: 19) {
      guard let world = TypedWorld.takenUp(start, killedAfter: events, goal, atDeath: { _ in }) else { continue }
      #expect(world.outcome?.result == .ok, "killed after \(events) events: \(world.outcome?.reason ?? "")")
      #expect(world.nodesInMaintenance.isEmpty && isHome(world) && world.uncovered == [], "\(events) events")
      guard goal == nil else { continue }
      for guest in ["101", "103"] {
        let count = world.hooksRun.count { $0.call.facts["GUEST"] == guest }
        #expect((4...5).contains(count), "killed after \(events) events")
      }
    }
  }
}
