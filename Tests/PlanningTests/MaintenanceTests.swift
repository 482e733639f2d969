import Cluster
import TestPace
import Testing

@testable import Planning

/// Guests of the HA stack leave by maintenance of their node and are watched until they are back.
@Suite(.givesWay) struct MaintenanceTests {
  private let pve1 = SampleCluster.name("pve1")

  private func inventory(_ managed: Int..., change: (inout Inventory) -> Void = { _ in }) -> Inventory {
    var inventory = SampleCluster.small()
    for index in inventory.guests.indices where managed.contains(inventory.guests[index].id.rawValue) {
      inventory.guests[index].haState = "started"
    }
    change(&inventory)
    return inventory
  }

  private func carriedOut(
    _ inventory: Inventory, faults: TypedWorld.Faults = .init(), _ change: (inout Policy) -> Void = { _ in }
  ) -> TypedWorld {
    var policy = Policy()
    policy.timing.maintenanceMaxSeconds = 300
    change(&policy)
    var world = TypedWorld(inventory, faults: faults)
    let start = SampleCluster.start(inventory, policy: policy)
    var machine = RunMachine(start, at: world.epoch)
    world.carryOut(&machine, from: .began(start))
    return world
  }

  @Test func `HA guests leave by maintenance, never by a move of ours, and are home at the end`() {
    let world = carriedOut(inventory(101, 103, 112))
    #expect(world.outcome?.result == .ok)
    #expect(world.rebootsWithGuests.isEmpty)
    #expect(world.bootCount.values.allSatisfy { $0 == 1 } && world.bootCount.count == 3)
    #expect(world.nodesInMaintenance.isEmpty)
    let ours = world.startedJobs.map(\.rawValue).filter { job in
      ["-101-", "-103-", "-112-"].contains { job.contains($0) }
    }
    #expect(ours.isEmpty)
    for id in [101, 103] { #expect(world.inventory.guest(GuestID(id))?.node == pve1) }
    #expect(!world.notices.contains { $0.notice.subject == "pve3" && $0.notice.event.hasPrefix("ha.") })
  }

  @Test func `the plan names what the HA stack moves, with its outage`() {
    let start = SampleCluster.start(inventory(101))
    let pass = start.plan.passes.first { $0.node == pve1 }
    #expect(pass?.managed.map(\.guest) == [GuestID(101)])
    #expect(!start.plan.moves.contains { $0.guest == GuestID(101) })
    #expect(start.plan.outages.first { $0.guest == GuestID(101) }?.interruptions == 2)
  }

  @Test func `a guest that HA can't move leaves its node as it was, out of maintenance`() {
    let world = carriedOut(inventory(101, 103), faults: .init(stuckServices: [GuestID(101)]))
    #expect(world.bootCount[pve1] == nil)
    #expect(world.nodesInMaintenance.isEmpty)
    #expect(world.inventory.guest(GuestID(103))?.node == pve1)
    #expect(world.outcome?.reason.contains("HA did not empty it in 5:00; left are guest 101") == true)
  }

  @Test func `where policy holds, the run says what is still set and how to end it, and taking it up ends it`() {
    var policy = Policy()
    policy.onGuestFailure = .hold
    policy.timing.maintenanceMaxSeconds = 300
    var world = TypedWorld(inventory(101), faults: .init(stuckServices: [GuestID(101)]))
    let start = SampleCluster.start(world.inventory, policy: policy)
    var machine = RunMachine(start, at: world.epoch)
    world.carryOut(&machine, from: .began(start))
    #expect(world.outcome?.left == [.maintenance(pve1)])
    #expect(
      world.notices.last { $0.notice.event == "run.left" }?.notice.message
        == "pve1 is still in HA maintenance; on any node: ha-manager crm-command node-maintenance disable pve1")
    world.faults.stuckServices = []
    world.carryOut(&machine, from: .resumed())
    #expect(world.outcome?.result == .ok)
    #expect(world.nodesInMaintenance.isEmpty)
  }

  @Test func `a guest that HA does not bring back by itself is asked for`() {
    let world = carriedOut(inventory(101), faults: .init(forgottenServices: [GuestID(101)]))
    #expect(world.outcome?.result == .ok)
    #expect(world.notices.contains { $0.notice.event == "ha.called" && $0.notice.guest == GuestID(101) })
    #expect(world.inventory.guest(GuestID(101))?.node == pve1)
  }

  @Test func `a node whose upgrade fails is taken out of maintenance`() {
    let world = carriedOut(inventory(101), faults: .init(upgradeFails: pve1))
    #expect(world.outcome?.result == .failed)
    #expect(world.nodesInMaintenance.isEmpty)
    #expect(world.inventory.guest(GuestID(101))?.node == pve1)
  }

  @Test func `a run that is killed at any event and taken up leaves no maintenance behind`() {
    let inventory = inventory(101, 103, 111)
    let start = SampleCluster.start(inventory)
    for events in stride(from: 3, through: 330, by: 41) {
      for beforeActing in [false, true] {
        var world = TypedWorld(inventory)
        var machine = RunMachine(start, at: world.epoch)
        world.carryOut(&machine, from: .began(start), killedAfter: events, beforeActing: beforeActing)
        guard world.outcome == nil else { continue }
        world.forget()
        machine = world.folded(start)
        world.carryOut(&machine, from: .resumed())
        #expect(world.outcome?.result == .ok, "killed after \(events) events")
        #expect(world.nodesInMaintenance.isEmpty, "killed after \(events) events")
        #expect(world.rebootsWithGuests.isEmpty)
      }
    }
  }

  /// A run that is killed after so many events; nil when it came to its end before.
  private func killed(after events: Int, _ managed: Int...) -> TypedWorld? {
    var inventory = SampleCluster.small()
    for index in inventory.guests.indices where managed.contains(inventory.guests[index].id.rawValue) {
      inventory.guests[index].haState = "started"
    }
    var world = TypedWorld(inventory)
    let start = SampleCluster.start(inventory)
    var machine = RunMachine(start, at: world.epoch)
    world.carryOut(&machine, from: .began(start), killedAfter: events)
    return world.outcome == nil ? world : nil
  }

  private func isHome(_ world: TypedWorld) -> Bool {
    SampleCluster.small().guests.allSatisfy { world.inventory.guest($0.id)?.node == $0.node }
  }

  @Test(arguments: [TakeUp.Goal.finish, .abandon])
  func `another machine takes a run up by its record, and with it the maintenance`(goal: TakeUp.Goal) {
    var events = 3
    var maintained = 0
    while var world = killed(after: events, 101, 103, 111) {
      events += 31
      guard world.record != nil else { continue }
      if !world.nodesInMaintenance.isEmpty { maintained += 1 }
      world.takeUp(goal)
      #expect(world.outcome?.result == .ok, "\(events) events: \(world.outcome?.reason ?? "hangs")")
      #expect(world.nodesInMaintenance.isEmpty, "\(events) events")
      #expect(isHome(world), "\(events) events")
      #expect(world.record == nil && world.rebootsWithGuests.isEmpty, "\(events) events")
    }
    #expect(maintained > 1)
  }

  @Test func `a run whose present state is accepted takes its maintenance back all the same`() throws {
    var events = 3
    while let world = killed(after: events, 101, 103), world.nodesInMaintenance.isEmpty { events += 1 }
    var world = try #require(killed(after: events, 101, 103))
    #expect(world.record?.state.undo == world.nodesInMaintenance.map { .maintenance($0) }, "kept before it is set")
    world.takeUp(.acceptCurrent)
    #expect(world.outcome?.result == .ok)
    #expect(world.nodesInMaintenance.isEmpty && world.record == nil)
    #expect(world.notices.contains { $0.notice.event == "run.undone" })
  }

  @Test func `a paused run sets no maintenance until it goes on`() {
    let start = SampleCluster.start(inventory(101, 111, 121))
    var world = TypedWorld(start.inventory)
    var machine = RunMachine(start, at: world.epoch)
    world.carryOut(&machine, from: .began(start)) { $0 < 1 ? .pause : nil }
    #expect(world.nodesInMaintenance.isEmpty && world.outcome == nil)
    world.carryOut(&machine, from: .steered(.proceed))
    #expect(world.outcome?.result == .ok)
  }

  @Test func `a run that is stopped while HA moves guests away names them with what ends the maintenance`() {
    let start = SampleCluster.start(inventory(101, 103))
    var world = TypedWorld(start.inventory)
    var machine = RunMachine(start, at: world.epoch)
    emptying(&machine, &world, start)
    world.carryOut(&machine, from: .steered(.stop(.asked)))
    #expect(world.outcome?.result == .stopped)
    #expect(world.outcome?.strays.map(\.guest) == [GuestID(101), GuestID(103)])
    #expect(
      world.outcome?.strays.first?.remedy == "on any node: ha-manager crm-command node-maintenance disable pve1")
  }

  /// Carries a run on until HA moves guests away.
  private func emptying(_ machine: inout RunMachine, _ world: inout TypedWorld, _ start: RunStart) {
    func isEmptying() -> Bool { machine.passes.contains { if case .emptying = $0.state { true } else { false } } }
    world.carryOut(&machine, from: .began(start), killedAfter: 3)
    while !isEmptying(), let event = world.nextEvent() { world.carryOut(&machine, from: event, killedAfter: 1) }
    #expect(isEmptying())
  }

  @Test func `an aborted run calls back whom HA is moving away`() {
    let start = SampleCluster.start(inventory(101, 103))
    var world = TypedWorld(start.inventory)
    var machine = RunMachine(start, at: world.epoch)
    emptying(&machine, &world, start)
    world.carryOut(&machine, from: .steered(.abort))
    #expect(world.bootCount[pve1] == nil)
    #expect(world.nodesInMaintenance.isEmpty && isHome(world))
  }

  @Test func `draining a node for good is left to HA where HA manages guests`() {
    let plan = Planner.plan(scope: .drain([pve1]), policy: Policy(), inventory: inventory(101))
    #expect(plan.passes.first?.action == .skip)
    #expect(
      plan.warnings.first { $0.code == "ha-managed" }?.remedy
        == "on any node: ha-manager crm-command node-maintenance enable pve1; when it has left, drain the others")
  }

  @Test func `a cluster whose HA knows no maintenance, or a node that someone else holds in it, is left out`() {
    let old = inventory(101) { inventory in
      for index in inventory.nodes.indices { inventory.nodes[index].version = "7.3" }
    }
    let plan = Planner.plan(scope: .rolling, policy: Policy(), inventory: old)
    #expect(plan.passes.first { $0.node == pve1 }?.action == .skip)
    #expect(
      plan.warnings.first { $0.code == "ha-managed" }?.message
        == "ct/101 ct101: is managed by HA, which knows no maintenance before PVE 7.4; pve1 runs 7.3")
    let foreign = inventory(101) { $0.nodes[0].inMaintenance = true }
    #expect(
      Planner.plan(scope: .rolling, policy: Policy(), inventory: foreign).passes.first { $0.node == pve1 }?.action
        == .skip)
  }

  // MARK: What the operator wants of HA guests

  private func rule(_ id: Int, _ change: (inout GuestRule) -> Void) -> GuestRule {
    var rule = GuestRule()
    rule.ids = [GuestID(id)]
    change(&rule)
    return rule
  }

  private func plan(_ rules: [GuestRule]) -> Plan {
    var policy = Policy()
    policy.guestRules = rules
    return Planner.plan(scope: .rolling, policy: policy, inventory: inventory(101, 103))
  }

  @Test func `the plan names what of a guest's policy HA knows nothing of, and only that`() {
    let rules = [
      rule(101) {
        $0.order = 1
        $0.mayForceStop = true
        $0.shutdownSeconds = 60
        $0.after = [.id(GuestID(102))]
        $0.keep = .apart
        $0.nodes = [SampleCluster.name("pve2")]
        $0.isStrict = false
      },
      rule(101) {
        $0.order = 2
        $0.handling = .restart
        $0.probe = HealthProbe(.tcp(host: "h", port: 1))
      },
      rule(102) { $0.order = 1 },
      rule(103) { $0.handling = .restart },
    ]
    let told = plan(rules).warnings.filter { $0.code == "ha-policy-ignored" }
    #expect(told.map(\.guest) == [GuestID(101), GuestID(103)])
    #expect(
      told.first?.message.hasSuffix("has no effect: after, force_stop, keep, nodes, order, shutdown_timeout") == true)
    #expect(told.last?.message.hasSuffix("has no effect: policy") == true)
    #expect(told.allSatisfy { !$0.remedy.isEmpty })
  }

  @Test func `a guest of HA's that is to be shut down keeps its node from being restarted, with a remedy`() {
    let planned = plan([rule(101) { $0.handling = .shutdown }])
    #expect(planned.passes.first { $0.node == pve1 }?.action == .skip)
    let told = planned.warnings.filter { $0.code == "ha-shutdown" }
    #expect(told.map(\.guest) == [GuestID(101)])
    #expect(told.first?.remedy.contains("set its HA state to ignored") == true)
  }

  @Test(arguments: [false, true])
  func `HA guests are back when they are well, and the turn goes on only then`(isKilled: Bool) {
    var policy = Policy()
    policy.guestRules = [rule(101) { $0.probe = HealthProbe(.tcp(host: "dns", port: 53), limitSeconds: 900) }]
    policy.nodes = [pve1]
    var world = TypedWorld(inventory(101, 103), faults: .init(unwell: [GuestID(101): 0..<900]))
    let start = SampleCluster.start(world.inventory, policy: policy)
    var machine = RunMachine(start, at: world.epoch)
    world.carryOut(&machine, from: .began(start), limit: isKilled ? 700 : 200_000)
    if isKilled {
      world.forget()
      machine = world.folded(start)
      world.carryOut(&machine, from: .resumed())
    }
    #expect(world.outcome?.result == .ok)
    let back = world.notices.first { $0.notice.event == "ha.back" }
    #expect((back?.time ?? 0) >= 900)
    #expect(world.notices.contains { $0.notice.event == "move.healthy" && $0.notice.guest == GuestID(101) })
  }

  @Test func `an HA guest that is back and not well ends the run before the next node, and the others are home`() {
    let world = carriedOut(inventory(101, 103), faults: .init(unwell: [GuestID(101): 0..<99_999])) {
      $0.guestRules = [rule(101) { $0.probe = HealthProbe(.tcp(host: "dns", port: 53), limitSeconds: 60) }]
      $0.nodes = [pve1, SampleCluster.name("pve2")]
      $0.canary = pve1
    }
    #expect(world.outcome?.result == .failed)
    #expect(world.outcome?.reason.contains("ct101 runs on pve1 but is not well after") == true)
    #expect(world.bootCount[pve1] == 1)
    #expect(world.bootCount[SampleCluster.name("pve2")] == nil)
    #expect(world.inventory.guest(GuestID(102))?.node == pve1)
    #expect(world.nodesInMaintenance.isEmpty)
  }

  @Test func `a maintenance takes along whom policy would leave alone, and nobody sets one for those alone`() throws {
    var inventory = SampleCluster.small()
    var policy = Policy()
    policy.guestRules = [GuestRule(ids: [GuestID(102)], handling: .ignore)]
    func pass() throws -> Plan.Pass {
      let plan = Planner.plan(scope: .rolling, policy: policy, inventory: inventory)
      let told = plan.warnings.filter { $0.code == "ha-policy-ignored" }.map(\.guest)
      let pass = try #require(plan.passes.first { $0.node == SampleCluster.name("pve1") })
      #expect(told == (pass.managed.count == 2 ? [GuestID(102)] : []))
      return pass
    }
    for index in inventory.guests.indices where inventory.guests[index].id == GuestID(102) {
      inventory.guests[index].haState = "started"
    }
    #expect(try pass().left == [GuestID(102)] && pass().managed == [])
    for index in inventory.guests.indices where inventory.guests[index].id == GuestID(101) {
      inventory.guests[index].haState = "started"
    }
    #expect(try pass().left == [] && pass().managed.map(\.guest).sorted() == [GuestID(101), GuestID(102)])
  }
}
