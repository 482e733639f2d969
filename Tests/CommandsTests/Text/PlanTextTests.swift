import Cluster
import Planning
import Testing

@testable import Commands

@Suite struct PlanTextTests {
  private static func move(
    _ id: Int, _ kind: Guest.Kind, _ name: String, _ leg: Plan.Move.Leg, at start: Double, _ seconds: Double,
    out: Double
  ) -> Plan.Move {
    let (one, two) = (SampleHerd.name("pve1"), SampleHerd.name("pve2"))
    return Plan.Move(
      guest: GuestID(id), kind: kind, name: name, from: leg == .drain ? one : two, to: leg == .drain ? two : one,
      way: kind == .machine ? .live : .restart, leg: leg, startSeconds: start, seconds: seconds, outageSeconds: out)
  }

  static var plan: Plan {
    Plan(
      passes: [
        Plan.Pass(
          node: SampleHerd.name("pve1"), action: .restart, reason: "every node is restarted",
          drain: [
            move(201, .machine, "dc1", .drain, at: 30, 28, out: 0.1),
            move(101, .container, "plex", .drain, at: 30, 50, out: 12),
          ],
          return: [
            move(101, .container, "plex", .return, at: 200, 50, out: 12),
            move(201, .machine, "dc1", .return, at: 200, 28, out: 0.1),
          ], seconds: 220, phaseSeconds: [.drain: 50, .update: 45, .reboot: 75, .return: 50]),
        Plan.Pass(
          node: SampleHerd.name("pve2"), action: .update, reason: "3 packages pending", seconds: 45,
          phaseSeconds: [.update: 45]),
        Plan.Pass(
          node: SampleHerd.name("pve3"), action: .skip, reason: "nothing pending, kernel 6.8.12-9-pve is current"),
      ],
      blockers: [
        Blocker(
          code: "node-offline", node: SampleHerd.name("pve3"), message: "does not answer",
          remedy: "bring it back, or leave it out with --nodes")
      ],
      warnings: [
        Blocker(
          code: "guest-locked", node: SampleHerd.name("pve1"), guest: GuestID(102),
          message: "ct/102 paperless: is locked: backup", remedy: "")
      ], makespanSeconds: 295, lowerBoundSeconds: 290,
      outages: [
        Plan.Outage(guest: GuestID(101), interruptions: 2, seconds: 24),
        Plan.Outage(guest: GuestID(201), interruptions: 0, seconds: 0.2),
      ])
  }

  @Test func `a plan tells every turn, move, outage and blocker within 80 columns`() {
    let lines = PlanText(plan: Self.plan, clusterName: "homelab").lines
    #expect(
      lines.joined(separator: "\n") == """
        homelab: restart 1 node, update 1 node in place, 4 moves, about 4:55 in all (no
        order of these moves takes less than 4:50)

        1. pve1: restart, every node is restarted, 3:40
           drain 0:50, update 0:45, reboot 1:15, return 0:50
           DRAIN        FROM     TO    WAY      START  TAKES     OUT
           vm/201 dc1   pve1  →  pve2  live      0:30   0:28   0.1 s
           ct/101 plex  pve1  →  pve2  restart   0:30   0:50  12.0 s
           RETURN       FROM     TO    WAY      START  TAKES     OUT
           ct/101 plex  pve2  →  pve1  restart   3:20   0:50  12.0 s
           vm/201 dc1   pve2  →  pve1  live      3:20   0:28   0.1 s

        2. pve2: update, 3 packages pending, 0:45

        3. pve3: skip, nothing pending, kernel 6.8.12-9-pve is current

        1 guest out of service, at most 2 times and 24.0 s in all.
        1 machine moves while running, paused for at most 0.2 s in all.

        Worth knowing:
        - pve1: ct/102 paperless: is locked: backup

        This plan can't be carried out:
        - pve3: does not answer
            Remedy: bring it back, or leave it out with --nodes
        """)
    #expect(lines.allSatisfy { $0.count <= 80 })
  }

  @Test func `with ASCII alone there is no arrow`() {
    let text = PlanText(plan: Self.plan, clusterName: "homelab", usesASCII: true).lines.joined()
    #expect(text.utf8.allSatisfy { $0 < 0x80 })
    #expect(text.contains("pve1  ->  pve2"))
  }

  @Test func `a long name is cut so that the line fits`() {
    var plan = Self.plan
    plan.passes[0].drain[0].name = "win-server-2022-domain-controller"
    let lines = PlanText(plan: plan, clusterName: "homelab").lines
    #expect(lines.contains { $0.contains("vm/201 win-server-2022-domain-…  pve1") })
    #expect(lines.allSatisfy { $0.count <= 80 })
  }

  @Test func `a plan without work is one line and the reasons`() {
    let plan = Plan(passes: [Plan.Pass(node: SampleHerd.name("pve1"), action: .skip, reason: "nothing pending")])
    #expect(
      PlanText(plan: plan, clusterName: "homelab").lines == [
        "homelab: nothing to do", "", "1. pve1: skip, nothing pending",
      ])
  }
}
