import Cluster
import TestPace
import Testing

@testable import Planning

/// The operator's commands are run at their moments, and what they keep waiting waits.
@Suite(.givesWay) struct HookTests {
  private func start(_ hooks: [Hook], _ change: (inout Policy) -> Void = { _ in }) -> RunStart {
    var policy = Policy()
    policy.silence = SilenceRules()
    policy.hooks = hooks
    change(&policy)
    return SampleCluster.start(SampleCluster.small(), policy: policy)
  }

  private func carriedOut(_ start: RunStart, faults: TypedWorld.Faults = .init()) -> TypedWorld {
    var world = TypedWorld(start.inventory, faults: faults)
    var machine = RunMachine(start, at: world.epoch)
    world.carryOut(&machine, from: .began(start))
    return world
  }

  private static let every: [Hook] =
    [Hook.Moment.beforeRun, .afterRun, .beforeNode, .afterNode, .beforeMove, .afterMove, .attention]
    .map { Hook($0, words: [$0.rawValue]) }

  private func count(_ moment: Hook.Moment, in world: TypedWorld) -> Int {
    world.hooksRun.count { $0.call.hook.moment == moment }
  }

  @Test func `each moment has its commands, with its facts, before what they are to come before`() {
    let world = carriedOut(start(Self.every))
    #expect(world.outcome?.result == .ok)
    #expect(world.hooksRun.first?.call.hook.moment == .beforeRun)
    #expect(world.hooksRun.last?.call.hook.moment == .afterRun)
    #expect(count(.beforeNode, in: world) == 3 && count(.afterNode, in: world) == 3)
    #expect(count(.beforeMove, in: world) == 18 && count(.afterMove, in: world) == 18, "out and home, nine guests")
    #expect(count(.attention, in: world) == 0)
    let node = world.hooksRun.first { $0.call.hook.moment == .beforeNode }?.call
    #expect(node?.facts["NODE"] == "pve1" && node?.facts["GUESTS"] == "101 102 103")
    #expect(node?.facts["GUEST_NAMES"] == "ct101\nct102\nvm103")
    let move = world.hooksRun.first { $0.call.hook.moment == .beforeMove && $0.call.facts["GUEST"] == "101" }?.call
    #expect(move?.facts["FROM"] == "pve1" && move?.facts["PHASE"] == "drain")
    #expect(world.hooksRun.last?.call.facts["RESULT"] == "ok")
    #expect(world.uncovered == [], "commands of a turn are run while it is covered")
  }

  @Test func `a command is run where policy says`() {
    let hooks = [
      Hook(.beforeNode, at: .node, words: ["a"]), Hook(.beforeMove, at: .guest, words: ["b"]),
      Hook(.afterMove, at: .guest, words: ["c"]),
    ]
    let world = carriedOut(start(hooks))
    #expect(world.outcome?.result == .ok)
    #expect(world.hooksRun.first?.place == "pve1")
    let first = world.hooksRun.filter { $0.call.facts["GUEST"] == "101" }.prefix(2)
    #expect(
      first.map(\.place) == ["101 on pve1", "101 on pve2"] || first.map(\.place) == ["101 on pve1", "101 on pve3"])
  }

  @Test func `a command in a guest is run only while the guest is up`() {
    var start = start([Hook(.beforeMove, at: .guest, words: ["b"]), Hook(.afterMove, at: .guest, words: ["c"])])
    start.policy.guestRules = [GuestRule(ids: [GuestID(101)], handling: .shutdown)]
    start.plan = Planner.plan(scope: .rolling, policy: start.policy, inventory: start.inventory)
    let world = carriedOut(start)
    #expect(world.outcome?.result == .ok)
    // It is shut down with its node after the first, and starts again before the second.
    let calls = world.hooksRun.filter { $0.call.facts["GUEST"] == "101" }.map(\.call)
    #expect(calls.map(\.hook.moment) == [.beforeMove, .afterMove])
    #expect(calls.map { $0.facts["PHASE"] } == ["drain", "return"])
  }

  @Test func `one that fails holds the run before anything is touched, and is run again when that is taken up`() {
    let start = start([Hook(.beforeRun, words: ["a"]), Hook(.beforeNode, words: ["b"])])
    for words in ["a", "b"] {
      var world = TypedWorld(start.inventory, faults: .init(failingHooks: [words]))
      var machine = RunMachine(start, at: world.epoch)
      world.carryOut(&machine, from: .began(start))
      #expect(world.outcome?.result == .attention, "\(words)")
      #expect(world.startedOrders.allSatisfy { $0.guest == nil } && world.bootCount.isEmpty)
      world.faults.failingHooks = []
      world.carryOut(&machine, from: .resumed())
      #expect(world.outcome?.result == .ok, "\(words)")
      #expect(world.silences == [:] && world.uncovered == [])
    }
  }

  @Test func `one that may fail is told of, and the run goes on`() {
    var hooks = Self.every
    for index in hooks.indices { hooks[index].onFailure = .ignore }
    let world = carriedOut(start(hooks), faults: .init(failingHooks: Set(hooks.flatMap(\.words))))
    #expect(world.outcome?.result == .ok)
    #expect(world.notices.count { $0.notice.event == "hook.failed" } == 2 + 3 + 3 + 18 + 18)
  }

  @Test func `a move whose command fails counts as failed, with its guest where it is`() {
    let world = carriedOut(start([Hook(.beforeMove, words: ["a"])]), faults: .init(failingHooks: ["a"]))
    #expect(world.outcome?.result == .failed)
    #expect(world.outcome?.strays == [] && world.bootCount.isEmpty)
    #expect(world.silences == [:])
  }

  @Test func `an end that needs a human runs what is to call one, and one that fails changes nothing about it`() {
    var faults = TypedWorld.Faults(failingHooks: ["attention"])
    faults.ignoresReboot = SampleCluster.name("pve1")
    let world = carriedOut(start(Self.every), faults: faults)
    #expect(world.outcome?.result == .attention)
    #expect(world.outcome?.reason.contains("pve1") == true)
    #expect(world.hooksRun.last?.call.hook.moment == .attention)
    #expect(world.hooksRun.last?.call.facts["REASON"] == world.outcome?.reason)
    #expect(count(.afterRun, in: world) == 0)
  }

  @Test(arguments: [TakeUp.Goal?.none, .finish, .abandon, .acceptCurrent])
  func `a run that is killed at any event ends well all the same, and runs nothing twice that has answered`(
    goal: TakeUp.Goal?
  ) {
    let start = start(Self.every)
    for events in stride(from: 3, through: 560, by: 47) {
      guard let world = TypedWorld.takenUp(start, killedAfter: events, goal, atDeath: { _ in }) else { continue }
      #expect(world.outcome?.result == .ok, "killed after \(events) events")
      #expect(world.silences == [:] && world.uncovered == [], "killed after \(events) events")
      if goal == nil { #expect(world.hooksRun.count <= 2 + 6 + 36 + 8, "killed after \(events) events") }
    }
  }
}
