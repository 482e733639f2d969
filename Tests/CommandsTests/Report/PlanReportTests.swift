import Cluster
import Planning
import Testing

@testable import Commands

@Suite struct PlanReportTests {
  /// The shape of `plan --json` in the manual, key by key.
  static let contract: Set<String> = [
    "schema", "feasible", "strategy", "order[]", "makespanSeconds", "lowerBoundSeconds", "moves", "nodes[]",
    "nodes[].name", "nodes[].action", "nodes[].reason", "nodes[].seconds", "nodes[].moves[]", "nodes[].moves[].guest",
    "nodes[].moves[].type", "nodes[].moves[].from", "nodes[].moves[].to", "nodes[].moves[].way", "nodes[].moves[].leg",
    "nodes[].moves[].start", "nodes[].moves[].seconds", "nodes[].moves[].outageSeconds", "outages[]", "outages[].guest",
    "outages[].interruptions", "outages[].seconds", "blockers[]", "blockers[].code", "blockers[].node",
    "blockers[].guest", "blockers[].message", "blockers[].remedy",
  ]

  static func plan(_ inventory: Inventory, _ change: (inout Policy) -> Void = { _ in }) -> Plan {
    var policy = Policy()
    change(&policy)
    return Planner.plan(scope: .rolling, policy: policy, inventory: inventory)
  }

  @Test func `every key of the contract is there`() throws {
    var plan = Self.plan(SampleHerd.healthy)
    plan.blockers = [Blocker(code: "c", message: "m", remedy: "r")]
    let json = try ReportJSON.text(PlanReport(plan))
    #expect(Self.contract.subtracting(try JSONShape.paths(json)) == [])
    #expect(json.contains("\"guest\" : null"))
  }

  @Test func `a plan adds up`() {
    let plan = Self.plan(SampleHerd.healthy) { $0.reboot = .always }
    let report = PlanReport(plan)
    #expect(report.feasible)
    #expect(report.order == report.nodes.map(\.name))
    #expect(report.moves == report.nodes.map(\.moves.count).reduce(0, +))
    #expect(report.moves == 8)
    #expect(report.nodes.flatMap(\.moves).count { $0.leg == .drain } == 4)
    #expect(report.makespanSeconds >= report.lowerBoundSeconds)
  }

  @Test func `a node that nothing is done to has no turn`() {
    let report = PlanReport(Self.plan(SampleHerd.healthy) { $0.reboot = .needed })
    #expect(report.order == [SampleHerd.name("pve1")])
    #expect(report.nodes.map(\.action).count { $0 == .skip } == 2)
  }

  @Test func `a blocked plan says so`() {
    let report = PlanReport(Self.plan(SampleHerd.inventory) { $0.onGuestFailure = .hold })
    #expect(!report.feasible)
    #expect(report.blockers.contains { $0.code == "passthrough" && $0.guest == GuestID(201) })
  }

  @Test func `a report read back is the same`() throws {
    let report = PlanReport(Self.plan(SampleHerd.inventory))
    #expect(try ReportJSON.read(PlanReport.self, from: ReportJSON.text(report)) == report)
  }
}
