import Cluster
import TestPace
import Testing

@testable import Planning

/// Monitoring is told of each turn before a guest is touched, for as long as it lasts, and when it is over.
@Suite(.givesWay) struct CoverTests {
  private let pve1 = SampleCluster.name("pve1")

  private func start(
    _ inventory: Inventory = SampleCluster.small(), _ change: (inout Policy) -> Void = { _ in }
  ) -> RunStart {
    var policy = Policy()
    policy.silence = SilenceRules()
    change(&policy)
    return SampleCluster.start(inventory, policy: policy)
  }

  private func carriedOut(_ start: RunStart, faults: TypedWorld.Faults = .init()) -> TypedWorld {
    var world = TypedWorld(start.inventory, faults: faults)
    var machine = RunMachine(start, at: world.epoch)
    world.carryOut(&machine, from: .began(start))
    return world
  }

  private func said(_ event: String, in world: TypedWorld) -> [String] {
    world.notices.filter { $0.notice.event == event }.map(\.notice.message)
  }

  @Test func `one call covers all guests of a turn before the first is touched, and one ends it`() {
    let world = carriedOut(start())
    #expect(world.outcome?.result == .ok)
    #expect(world.told.map(\.verb).count { $0 == .start } == 3)
    #expect(world.told.map(\.verb).count { $0 == .end } == 3)
    #expect(world.told.first?.silence.guests.map(\.name) == ["ct101", "ct102", "vm103"])
    #expect(world.told.first?.silence.id == "7f3a12-pve1")
    #expect(world.uncovered == [] && world.silences == [:])
    #expect(world.outcome?.left == [])
  }

  @Test func `without rules nobody is told`() {
    let world = carriedOut(start { $0.silence = nil })
    #expect(world.outcome?.result == .ok)
    #expect(world.told.isEmpty)
  }

  @Test func `a refused call is made again after growing pauses, and no guest is touched meanwhile`() {
    let world = carriedOut(start(), faults: .init(silenceRefusals: (0, 4)))
    #expect(world.outcome?.result == .ok)
    let pauses = zip(world.told.dropFirst().prefix(4), world.told).map { ($0.at - $1.at).rounded() }
    #expect(pauses == [6, 11, 21, 41])
    #expect(world.uncovered == [])
    #expect(said("silence.refused", in: world).count == 1)
  }

  @Test func `monitoring that never listens holds the run before anything is touched, or is left be where policy says`()
  {
    let held = carriedOut(start(), faults: .init(silenceRefusals: (0, .max)))
    #expect(held.outcome?.result == .attention)
    #expect(held.outcome?.reason.contains("Too frequently") == true)
    #expect(held.startedOrders.allSatisfy { $0.guest == nil } && held.bootCount.isEmpty)

    let ignored = carriedOut(
      start { $0.silence?.onFailure = .ignore }, faults: .init(silenceRefusals: (0, .max)))
    #expect(ignored.outcome?.result == .ok)
    #expect(ignored.bootCount.count == 3)
    #expect(said("silence.failed", in: ignored).count >= 6, "each beginning and each end")
  }

  @Test func `a held run is taken up by telling monitoring anew`() {
    let start = start()
    var world = TypedWorld(start.inventory, faults: .init(silenceRefusals: (0, .max)))
    var machine = RunMachine(start, at: world.epoch)
    world.carryOut(&machine, from: .began(start))
    #expect(world.outcome?.left.count == 1, "an attempt may have got through")
    #expect(said("run.left", in: world).first?.hasPrefix("the silence 7f3a12-pve1 is still set; ") == true)
    world.faults.silenceRefusals.times = 0
    world.carryOut(&machine, from: .resumed())
    #expect(world.outcome?.result == .ok)
    #expect(world.uncovered == [] && world.silences == [:])
  }

  @Test func `a silence is extended while its turn lasts`() {
    let world = carriedOut(start { $0.silence?.lengthSeconds = 120 })
    #expect(world.outcome?.result == .ok)
    #expect(world.told.count { $0.verb == .extend } > 6)
    #expect(world.uncovered == [] && world.silences == [:])
  }

  @Test func `a turn whose silence can't be extended holds while moves in flight are still covered`() {
    let start = start { $0.silence?.lengthSeconds = 200 }
    var world = TypedWorld(start.inventory, faults: .init(silenceRefusals: (1, .max)))
    var machine = RunMachine(start, at: world.epoch)
    world.carryOut(&machine, from: .began(start))
    #expect(world.outcome?.result == .attention)
    #expect(world.uncovered == [])
    world.faults.silenceRefusals.times = 0
    world.carryOut(&machine, from: .resumed())
    #expect(world.outcome?.result == .ok)
    #expect(world.uncovered == [] && world.silences == [:])
  }

  @Test func `monitoring that does not hear that a turn is over holds the run`() {
    let start = start()
    var world = TypedWorld(start.inventory, faults: .init(silenceRefusals: (2, .max)))
    var machine = RunMachine(start, at: world.epoch)
    world.carryOut(&machine, from: .began(start))
    #expect(world.outcome?.result == .attention)
    #expect(world.outcome?.reason.hasPrefix("the silence 7f3a12-pve1 is still set: Too frequently") == true)
    world.faults.silenceRefusals.times = 0
    world.carryOut(&machine, from: .resumed())
    #expect(world.outcome?.result == .ok && world.silences == [:])
  }

  @Test(arguments: [TakeUp.Goal?.none, .finish, .abandon, .acceptCurrent])
  func `a run that is killed at any event leaves no silence behind when it is taken up`(goal: TakeUp.Goal?) {
    let start = start()
    var silenced = 0
    for events in stride(from: 3, through: 400, by: 31) {
      guard
        let world = TypedWorld.takenUp(
          start, killedAfter: events, goal, atDeath: { if !$0.silences.isEmpty { silenced += 1 } })
      else { continue }
      #expect(world.outcome?.result == .ok, "killed after \(events) events")
      #expect(world.silences == [:] && world.uncovered == [], "killed after \(events) events")
    }
    #expect(silenced > 5)
  }

  @Test func `a run whose nodes all seem away after it was taken up goes on when they answer again`() throws {
    let node = SampleCluster.node("pve1")
    let inventory = SampleCluster.cluster([node], [SampleCluster.container(101, on: "pve1")])
    let start = start(inventory) { $0.immovable = .shutdown }
    func killed(after events: Int) -> TypedWorld {
      var world = TypedWorld(inventory)
      var machine = RunMachine(start, at: world.epoch)
      world.carryOut(&machine, from: .began(start), killedAfter: events)
      return world
    }
    let worlds = (3...200).lazy.map(killed)
    var world = try #require(
      worlds.first { $0.record?.state.turns.first?.phase == .reboot && $0.bootCount[pve1] == 1 })
    // Longer than anyone is waited for, so that the look that was under way is given up.
    let silence = start.policy.timing.silenceMaxSeconds + 300
    world.faults.allSilent = world.now + 300.01..<world.now + 300 + silence
    world.takeUp(.finish, after: 300, policy: start.policy)
    #expect(world.outcome?.result == .ok, "\(world.outcome?.reason ?? "hangs")")
    #expect(world.bootCount[pve1] == 1)
  }

  @Test func `what a former process has begun stays covered as long as its turn may be waited for`() throws {
    let start = start()
    func killed(after events: Int) -> TypedWorld {
      var world = TypedWorld(start.inventory)
      var machine = RunMachine(start, at: world.epoch)
      world.carryOut(&machine, from: .began(start), killedAfter: events)
      return world
    }
    let worlds = (10...150).lazy.map(killed)
    var world = try #require(worlds.first { $0.record?.state.turns.first?.phase == .drain && !$0.silences.isEmpty })
    let before = world.told.count
    world.takeUp(.finish, after: 30, policy: start.policy)
    let told = try #require(world.told.dropFirst(before).first)
    #expect(told.verb == .start && told.silence.node == pve1)
    let rules = try #require(start.policy.silence)
    #expect(told.silence.seconds == rules.lengthSeconds + start.policy.busyWaitSeconds)
    #expect(world.outcome?.result == .ok && world.silences == [:])
  }

  @Test func `of two turns that overlap each covers its own guests`() {
    let world = carriedOut(start(SampleCluster.seed()))
    #expect(world.outcome?.result == .ok)
    #expect(world.uncovered == [] && world.silences == [:])
    let lasting = world.told.reduce(into: [0]) { counts, call in
      let change = call.verb == .start ? 1 : call.verb == .end ? -1 : 0
      counts.append((counts.last ?? 0) + change)
    }
    #expect(lasting.max() == 2)
  }

  @Test func `a drain and a way home are covered, an upgrade in place is not`() {
    for scope in [RunScope.drain([pve1]), .undrain([pve1])] {
      var inventory = SampleCluster.small()
      if case .undrain = scope { inventory.guests[0].node = SampleCluster.name("pve2") }
      var start = start(inventory)
      start.scope = scope
      let homes = [GuestID(101): pve1]
      start.plan = Planner.plan(scope: scope, policy: start.policy, inventory: inventory, homes: homes)
      let world = carriedOut(start)
      #expect(world.told.map(\.verb) == [.start, .end], "\(scope)")
      #expect(world.uncovered == [] && world.silences == [:])
    }
    let world = carriedOut(start { $0.reboot = .never })
    #expect(world.outcome?.result == .ok && world.told.isEmpty)
  }

  /// The first turn of a run whose silence is over since a moment ago, told anew or being told.
  private func lapsed(_ desk: inout Desk, until: Double = 300, _ start: RunStart? = nil) -> PassMachine {
    let start = start ?? self.start()
    var pass = PassMachine(
      draft: Planner.Draft(pass: start.plan.passes[0]), inventory: start.inventory, homes: start.plan.homes,
      policy: start.policy, forecast: Forecast(), now: desk.now)
    let silence = Silence(run: start.id, node: pass.node, guests: [], until: desk.now + until, seconds: 600)
    var cover = Cover(silence, rules: start.policy.silence ?? SilenceRules())
    (cover.state, cover.isSet, cover.lastsUntil) = (.given, true, desk.now)
    pass.cover = cover
    return pass
  }

  @Test func `no move begins while monitoring watches again, and they go on when it has been told anew`() {
    var desk = Desk(timing: Timing(), now: SampleCluster.small().takenAt)
    var pass = lapsed(&desk)
    pass.pump(&desk)
    #expect(pass.batch?.items.contains(where: \.isInFlight) == false)
    if case .draining = pass.state {} else { Issue.record("a drain that waits is not over: \(pass.state)") }
    pass.receive(.answer(.silence(.extend), .done), &desk)
    #expect(pass.batch?.items.contains(where: \.isInFlight) == true)
  }

  @Test func `a move whose hook ends while monitoring watches again begins when that was told anew`() throws {
    var desk = Desk(timing: Timing(), now: SampleCluster.small().takenAt)
    var pass = lapsed(&desk, start { $0.hooks = [Hook(.beforeMove, words: ["b"])] })
    pass.cover?.lastsUntil = desk.now + 60
    pass.pump(&desk)
    let guest = try #require(pass.batch?.items.first { $0.state == .hooking(.beforeMove) }).move.guest
    func state(_ pass: PassMachine) -> MoveItem.State? { pass.batch?.items.first { $0.move.guest == guest }?.state }
    pass.cover?.lastsUntil = desk.now
    pass.receive(.answer(.moveHook(guest), .done), &desk)
    #expect(state(pass) == .ready)
    pass.receive(.answer(.silence(.extend), .done), &desk)
    if case .moving = state(pass) {} else { Issue.record("it moves: \(state(pass).map { "\($0)" } ?? "")") }
  }

  @Test func `the HA stack is asked to bring guests back only when monitoring keeps quiet`() throws {
    var desk = Desk(timing: Timing(), now: SampleCluster.small().takenAt)
    var pass = lapsed(&desk)
    pass.isMaintained = true
    pass.enterRestoring(after: .done(restarted: true), &desk)
    func isAsked(_ desk: Desk) -> Bool { desk.questions.values.contains { $0.errand == .maintenance(pve1) } }
    #expect(!isAsked(desk))
    pass.receive(.answer(.silence(.extend), .done), &desk)
    #expect(isAsked(desk))
  }

  @Test func `no node is upgraded while monitoring watches again`() {
    var desk = Desk(timing: Timing(), now: SampleCluster.small().takenAt)
    var pass = lapsed(&desk)
    pass.enter(.updating, &desk)
    #expect(pass.parked == .updating)
    pass.receive(.answer(.silence(.extend), .done), &desk)
    #expect(pass.parked == nil)
    if case .updating = pass.state {} else { Issue.record("it goes on: \(pass.state)") }
  }

  @Test(arguments: [(400.0, 200.0), (200, 100), (-60, 0)])
  func `an extension is given up while moves under way can end, the sooner the later it is asked for`(
    left: Double, patience: Double
  ) {
    var desk = Desk(timing: Timing(), now: SampleCluster.small().takenAt)
    var pass = lapsed(&desk, until: left)
    pass.cover?.calls = 1
    pass.receive(.alarm(.silence), &desk)
    #expect(desk.questions.values.first { $0.errand == .silence(.extend) }?.patienceSeconds == patience)
  }
}
