import Cluster
import Planning
import Testing

@testable import Screen

/// The figures of the dialog that asks for consent.
@Suite struct PassFiguresTests {
  @Test func `guests that HA moves, that stop with the node and that are left alone are counted`() throws {
    let plan = try Self.mixed(SampleHerd.plan(.reboot([SampleHerd.pve1])))
    let text = Self.text(plan, .reboot([SampleHerd.pve1]))
    #expect(text.contains("22 containers restart, each out about 9.3 s, worst 15 s ct/101 plex"), "\(text)")
    #expect(text.contains("1 guest stops with the node, out about 90 s"), "\(text)")
    #expect(text.contains("HA moves 2 guests itself; 1 container among them restarts"), "\(text)")
    #expect(text.contains("(stops with the node)"), "\(text)")
    #expect(text.contains("all 25 home by"), "\(text)")
  }

  @Test func `so they are where several nodes take their turns`() throws {
    let plan = try Self.mixed(SampleHerd.plan(.rolling))
    let text = Self.text(plan, .rolling)
    #expect(text.contains("1 guest stops with its node; worst 90 s out in all, ct/103"), "\(text)")
    #expect(text.contains("1 guest stops with the node, left alone by policy"), "\(text)")
    #expect(text.contains("HA moves 2 guests itself, out and back"), "\(text)")
    // 24 containers on the row of the node: HA's is one of them, the two that stop are not.
    #expect(text.contains("23 CT 1 VM"), "\(text)")
  }

  @Test func `turns may overlap, and still only one node is down`() {
    let text = Self.text(SampleHerd.plan(.rolling), .rolling)
    #expect(text.contains("74 moves in all; at most one node is down at a time"), "\(text)")
  }

  @Test func `a node is left empty only where nobody stays`() {
    func text(_ node: NodeName) -> String { Self.text(SampleHerd.plan(.drain([node])), .drain([node])) }
    #expect(text(SampleHerd.pve1).contains("then pve1 is left empty; H brings them home"))
    let staying = text(SampleHerd.pve3)
    #expect(
      staying.contains("stays ct/304 spare (stopped) then all others have left pve3; H brings them home"), "\(staying)")
    #expect(!staying.contains("empty"))
  }

  /// A plan of which, on pve1, HA moves the machine and a container, and of which two containers stop with the node.
  private static func mixed(_ plan: Plan) throws -> Plan {
    var plan = plan
    let index = try #require(plan.passes.firstIndex { $0.node == SampleHerd.pve1 })
    var pass = plan.passes[index]
    let machine = try #require(pass.drain.firstIndex { $0.way == .live })
    pass.managed.append(pass.drain.remove(at: machine))
    pass.managed.append(pass.drain.removeLast())
    let byHA = Set(pass.managed.map(\.guest))
    pass.return.removeAll { byHA.contains($0.guest) }
    let stops = try #require(pass.drain.firstIndex { $0.guest.rawValue == 103 })
    pass.drain[stops].way = .shutdown
    pass.drain[stops].outageSeconds = 90
    let left = pass.drain.removeLast().guest
    pass.return.removeAll { $0.guest == left }
    pass.left = [left]
    plan.passes[index] = pass
    for index in plan.outages.indices where plan.outages[index].guest.rawValue == 103 {
      plan.outages[index].seconds = 90
    }
    return plan
  }

  // Wrapped where the dialog is narrow, and padded: only the words count here.
  private static func text(_ plan: Plan, _ scope: RunScope) -> String {
    let state = SampleHerd.atRest(120, 40)
    return ConsentText(state: state, scope: scope, plan: plan, width: 100).lines
      .map { line in line.spans.map(\.text).joined() }.joined(separator: " ")
      .split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
  }
}
