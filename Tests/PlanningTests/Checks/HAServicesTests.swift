import Cluster
import Testing

@testable import Planning

struct HAServicesTests {
  @Test(
    arguments: [
      (nil, 0, 0), ("started", 0, 0), ("stopped", 0, 0), ("error", 1, 0), ("migrate", 0, 1), ("relocate", 0, 1),
      ("recovery", 0, 1), ("fence", 0, 1), ("freeze", 0, 1), ("request_stop", 0, 1),
    ] as [(String?, Int, Int)])
  func `an error is in the way, what the stack is at is waited for`(state: String?, blockers: Int, waits: Int) {
    var guest = SampleCluster.machine(200, on: "pve1")
    guest.haServiceState = state
    #expect(HAServices.blockers([guest]).count == blockers)
    #expect(HAServices.waits([guest]).count == waits)
  }

  @Test(arguments: [RunScope.rolling, .drain([SampleCluster.name("pve1")]), .undrain([SampleCluster.name("pve1")])])
  func `who takes guests of the stack for others moves none`(scope: RunScope) {
    var inventory = SampleCluster.small()
    inventory.nodes[1].unread[.availability] = "no JSON"
    let plan = Planner.plan(scope: scope, policy: Policy(), inventory: inventory)
    #expect(plan.blockers.map(\.code) == ["ha-unknown"])
    let update = RunScope.update([SampleCluster.name("pve2")])
    #expect(Planner.plan(scope: update, policy: Policy(), inventory: inventory).isFeasible)
  }

  @Test func `the remedy names the service`() {
    var guest = SampleCluster.machine(200, on: "pve1")
    guest.haServiceState = "error"
    #expect(HAServices.blockers([guest]).first?.remedy.contains("ha-manager set vm:200 --state disabled") == true)
  }
}
