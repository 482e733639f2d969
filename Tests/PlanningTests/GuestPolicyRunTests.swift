import Cluster
import TestPace
import Testing

@testable import Planning

/// What a run does with guests of which the operator wants something of their own.
@Suite(.givesWay) struct GuestPolicyRunTests {
  private let pve1 = SampleCluster.name("pve1")

  private func rule(_ id: Int, _ change: (inout GuestRule) -> Void) -> GuestRule {
    var rule = GuestRule()
    rule.ids = [GuestID(id)]
    change(&rule)
    return rule
  }

  private func carriedOut(_ rules: [GuestRule], faults: TypedWorld.Faults = .init(), policy: Policy = Policy())
    -> TypedWorld
  {
    var policy = policy
    policy.guestRules = rules
    var world = TypedWorld(SampleCluster.small(), faults: faults)
    let start = SampleCluster.start(world.inventory, policy: policy)
    var machine = RunMachine(start, at: world.epoch)
    world.carryOut(&machine, from: .began(start))
    return world
  }

  private func notices(_ world: TypedWorld, _ event: String, _ guest: Int) -> [Notice] {
    world.notices.map(\.notice).filter { $0.event == event && $0.guest == GuestID(guest) }
  }

  @Test func `a machine that is to be restarted is shut down, moved and started, without a warning`() {
    let world = carriedOut([rule(103) { $0.handling = .restart }])
    #expect(world.outcome?.result == .ok)
    #expect(world.inventory.guest(GuestID(103))?.status == .running)
    let orders = world.startedOrders
    #expect(
      orders.contains { if case .shutDownAndMove(GuestID(103), .machine, _, 120, false) = $0 { true } else { false } })
    #expect(!orders.contains { if case .moveMachine(GuestID(103), _, _) = $0 { true } else { false } })
    #expect(notices(world, "move.start-again", 103).isEmpty)
    #expect(notices(world, "move.starts", 103).count == 2)
  }

  @Test func `a guest that is left alone goes down with its node and is nobody's stray`() {
    let world = carriedOut([rule(101) { $0.handling = .ignore }])
    #expect(world.outcome?.result == .ok)
    #expect(world.bootCount[pve1] == 1)
    #expect(!world.startedJobs.contains { $0.rawValue.contains("-101-") })
  }

  @Test func `a guest that does not shut down is stopped by force where its policy allows, and only there`() {
    let faults = TypedWorld.Faults(ignoresShutdown: [GuestID(101), GuestID(111)])
    let world = carriedOut([rule(101) { $0.mayForceStop = true }], faults: faults)
    #expect(world.bootCount[pve1] == 1)
    #expect(notices(world, "move.forced", 101).first?.level == .warning)
    #expect(world.bootCount[SampleCluster.name("pve2")] == nil)
    #expect(notices(world, "move.forced", 111).isEmpty)
    let forced = world.startedOrders.compactMap { order -> GuestID? in
      if case .shutDownAndMove(let guest, _, _, _, true) = order { guest } else { nil }
    }
    #expect(Set(forced) == [GuestID(101)])
  }

  @Test func `a guest that rests with its node is stopped by force where its policy allows`() {
    let faults = TypedWorld.Faults(ignoresShutdown: [GuestID(101)])
    let world = carriedOut(
      [
        rule(101) {
          $0.handling = .shutdown
          $0.mayForceStop = true
          $0.shutdownSeconds = 45
        }
      ], faults: faults)
    #expect(world.outcome?.result == .ok)
    #expect(
      world.startedOrders.contains { $0 == .shutdownGuest(GuestID(101), .container, limitSeconds: 45, byForce: true) })
    #expect(notices(world, "move.forced", 101).first?.message.contains("in 45 s") == true)
  }

  @Test func `a guest has arrived when it is well, and those that need it wait`() {
    let probe = HealthProbe(.command(["systemctl", "is-active", "bind9"]), limitSeconds: 300)
    let rules = [rule(101) { $0.probe = probe }, rule(102) { $0.after = [.id(GuestID(101))] }]
    // Its first move is over after a minute and a half; it is well only later.
    let world = carriedOut(rules, faults: .init(unwell: [GuestID(101): 0..<400]))
    #expect(world.outcome?.result == .ok)
    let healthy = world.notices.first { $0.notice.event == "move.healthy" && $0.notice.guest == GuestID(101) }
    #expect((healthy?.time ?? 0) >= 400)
  }

  @Test func `a guest that is not well away from home keeps its node from being restarted`() {
    let probe = HealthProbe(.tcp(host: "192.168.1.53", port: 53), limitSeconds: 30)
    let world = carriedOut([rule(101) { $0.probe = probe }], faults: .init(unwell: [GuestID(101): 0..<200]))
    #expect(world.bootCount[pve1] == nil)
    #expect(world.inventory.guest(GuestID(101))?.node == pve1)
    #expect(world.outcome?.result == .failed)
    #expect(world.outcome?.reason.contains("is not well after 30.") == true)
  }

  @Test func `a guest that came home and is not well ends the run before the next node`() {
    let probe = HealthProbe(.http(url: "http://10.0.0.9/"), limitSeconds: 30)
    var policy = Policy()
    policy.nodes = [pve1, SampleCluster.name("pve2")]
    let world = carriedOut(
      [rule(101) { $0.probe = probe }], faults: .init(unwell: [GuestID(101): 130..<9999]), policy: policy)
    #expect(world.bootCount[pve1] == 1)
    #expect(world.bootCount[SampleCluster.name("pve2")] == nil)
    #expect(world.outcome?.result == .failed)
    #expect(world.outcome?.reason.contains("ct/101 ct101 runs on pve1 but is not well") == true)
  }

  @Test func `a run that is taken up asks again whether a guest is well`() {
    var policy = Policy()
    policy.guestRules = [rule(101) { $0.probe = HealthProbe(.tcp(host: "h", port: 1), limitSeconds: 300) }]
    for events in stride(from: 20, through: 120, by: 5) {
      var world = TypedWorld(SampleCluster.small(), faults: .init(unwell: [GuestID(101): 0..<300]))
      let start = SampleCluster.start(world.inventory, policy: policy)
      var machine = RunMachine(start, at: world.epoch)
      world.carryOut(&machine, from: .began(start), killedAfter: events)
      world.forget()
      machine = world.folded(start)
      world.carryOut(&machine, from: .resumed())
      #expect(world.outcome?.result == .ok, "killed after \(events) events")
    }
  }
}
