import Cluster
import Testing

@testable import Planning

struct GuestPolicyTests {
  private func guest(_ id: Int, _ change: (inout Guest) -> Void = { _ in }) -> Guest {
    var guest = SampleCluster.container(id, on: "pve1")
    change(&guest)
    return guest
  }

  private func policy(_ changes: (inout GuestRule) -> Void...) -> Policy {
    var policy = Policy()
    policy.guestRules = changes.map { change in
      var rule = GuestRule()
      change(&rule)
      return rule
    }
    return policy
  }

  @Test func `a guest that no rule speaks of follows the policy of all`() {
    var policy = Policy()
    policy.shutdownSeconds = 77
    #expect(policy.of(guest(101)) == GuestPolicy(shutdownSeconds: 77))
  }

  @Test func `all that a rule says of whom must hold`() {
    var rule = GuestRule()
    rule.names = [NamePattern("ct1*")]
    rule.tags = ["db", "dns"]
    rule.pools = ["infra"]
    rule.kind = .container
    let fits = guest(101) {
      $0.tags = ["dns"]
      $0.pool = "infra"
    }
    #expect(rule.matches(fits))
    #expect(!rule.matches(guest(201) { ($0.tags, $0.pool) = (["dns"], "infra") }))
    #expect(!rule.matches(guest(101) { ($0.tags, $0.pool) = ([], "infra") }))
    #expect(!rule.matches(guest(101) { $0.tags = ["dns"] }))
    rule.kind = .machine
    #expect(!rule.matches(fits))
  }

  @Test func `of rules that say the same the first counts, and others fill what it leaves open`() {
    let policy = policy(
      { $0 = GuestRule(ids: [GuestID(101)], handling: .shutdown) },
      {
        $0.handling = .restart
        $0.shutdownSeconds = 300
        $0.mayForceStop = true
      })
    #expect(policy.of(guest(101)).handling == .shutdown)
    #expect(policy.of(guest(101)).shutdownSeconds == 300)
    #expect(policy.of(guest(101)).mayForceStop)
    #expect(policy.of(guest(102)).handling == .restart)
  }

  @Test func `only a guest with a way round need not leave its node`() {
    var policy = policy(
      { $0 = GuestRule(ids: [GuestID(101)], handling: .live) },
      { $0 = GuestRule(ids: [GuestID(102)], handling: .ignore) },
      { $0 = GuestRule(ids: [GuestID(103)], handling: .shutdown) })
    #expect([101, 102, 103, 104].map { policy.mustMove(guest($0)) } == [true, false, false, true])
    policy.immovable = .shutdown
    #expect([101, 102, 103, 104].map { policy.mustMove(guest($0)) } == [true, false, false, false])
  }

  @Test func `a container that is to move live keeps its node from being restarted`() {
    var policy = policy({ $0 = GuestRule(ids: [GuestID(101)], handling: .live) })
    policy.immovable = .shutdown
    let plan = Planner.plan(scope: .rolling, policy: policy, inventory: SampleCluster.small())
    #expect(plan.passes.first { $0.node == SampleCluster.name("pve1") }?.action == .skip)
    #expect(plan.warnings.contains { $0.code == "not-live" && $0.guest == GuestID(101) })
  }

  @Test func `a guest that is left alone is named and moves nowhere`() {
    let policy = policy({ $0 = GuestRule(ids: [GuestID(101)], handling: .ignore) })
    let plan = Planner.plan(scope: .rolling, policy: policy, inventory: SampleCluster.small())
    #expect(plan.passes.first { $0.node == SampleCluster.name("pve1") }?.left == [GuestID(101)])
    #expect(!plan.moves.contains { $0.guest == GuestID(101) })
    #expect(plan.homes[GuestID(101)] == nil)
    let words = plan.warnings.first { $0.code == "left-alone" }?.message
    #expect(
      words
        == "ct/101 ct101: policy leaves it alone; it stops with pve1 and stays stopped, for it does not start at boot")
  }

  @Test func `the operator's order counts before the startup order`() {
    let policy = policy(
      {
        $0.ids = [GuestID(103)]
        $0.order = 1
      })
    let guests = [guest(101) { $0.startup.order = 1 }, guest(102), guest(103)]
    #expect(MoveOrder.returning(guests, policy: policy).map(\.id.rawValue) == [103, 101, 102])
    #expect(MoveOrder.draining(guests, policy: policy).map(\.id.rawValue) == [102, 101, 103])
  }
}
