import Cluster
import Testing

@testable import Planning

struct UnlikeProcessorsTests {
  /// A machine on pve1 that sees its processor; pve1 and pve3 have the same, pve2 and pve4 another one.
  private func plan(
    _ names: [String] = ["pve1", "pve2", "pve4"], homes: [GuestID: NodeName] = [:],
    _ change: (inout Guest) -> Void = { _ in }, policy: Policy = Policy()
  ) -> Plan {
    var guest = SampleCluster.machine(200, on: "pve1")
    guest.seesProcessor = true
    change(&guest)
    let nodes = names.map { name in
      var node = SampleCluster.node(name)
      node.health.processor = ["pve1", "pve3"].contains(name) ? "i7-8700T" : "i5-6500T"
      // The more alike one is the fuller one.
      if name == "pve3" { node.memory.usedBytes += 16 << 30 }
      return node
    }
    return Planner.plan(
      scope: .reboot([SampleCluster.name("pve1")]), policy: policy, inventory: SampleCluster.cluster(nodes, [guest]),
      homes: homes)
  }

  private func target(_ plan: Plan) -> String? { plan.passes.first?.drain.first?.to.rawValue }

  private func warning(_ plan: Plan) -> Blocker? { plan.warnings.first { $0.code == "cpu-differs" } }

  @Test func `a machine that sees its processor is warned of before it moves live to another model`() {
    let plan = plan()
    #expect(plan.blockers == [] && target(plan) == "pve2")
    #expect(
      warning(plan)?.message
        == "vm/200 vm200: sees the processor of pve1 (i7-8700T) and may crash when it moves live to pve2 (i5-6500T)")
  }

  @Test func `it goes to the same model if it can, though that node is fuller`() {
    let plan = plan(["pve1", "pve2", "pve3"])
    #expect(target(plan) == "pve3")
    #expect(warning(plan) == nil)
  }

  @Test func `one that does not see it, is restarted or only visiting, or is not known to differ, is no matter`() {
    #expect(warning(plan { $0.seesProcessor = false }) == nil)
    var restarting = Policy()
    restarting.guestRules = [GuestRule()]
    restarting.guestRules[0].ids = [GuestID(200)]
    restarting.guestRules[0].handling = .restart
    #expect(warning(plan(policy: restarting)) == nil)
    #expect(warning(plan(homes: [GuestID(200): SampleCluster.name("pve2")])) == nil)
    var unknown = SampleCluster.node("pve2")
    unknown.health.processor = ""
    var known = SampleCluster.node("pve1")
    known.health.processor = "i7-8700T"
    var guest = SampleCluster.machine(200, on: "pve1")
    guest.seesProcessor = true
    #expect(Mobility.unlikeProcessors(of: guest, handling: .auto, from: known, to: unknown, home: nil) == nil)
    #expect(Mobility.unlikeProcessors(of: guest, handling: .auto, from: unknown, to: known, home: nil) == nil)
  }
}
