import Cluster
import Testing

@testable import Planning

struct GuestNeedsTests {
  private func policy(_ needs: [Int: [GuestReference]]) -> Policy {
    var policy = Policy()
    policy.guestRules = needs.sorted { $0.key < $1.key }.map { id, after in
      var rule = GuestRule()
      rule.ids = [GuestID(id)]
      rule.after = after
      return rule
    }
    return policy
  }

  private func moves(_ plan: Plan, _ leg: Plan.Move.Leg) -> [Plan.Move] {
    let pass = plan.passes.first { $0.node == SampleCluster.name("pve1") }
    return (leg == .drain ? pass?.drain : pass?.return) ?? []
  }

  @Test func `who needs another leaves before it and comes home after it, by id and by name`() {
    let policy = policy([101: [.id(GuestID(103))], 103: [.name(NamePattern("CT102"))]])
    let plan = Planner.plan(scope: .rolling, policy: policy, inventory: SampleCluster.small())
    #expect(plan.isFeasible)
    #expect(moves(plan, .drain).map(\.guest.rawValue) == [101, 103, 102])
    #expect(moves(plan, .return).map(\.guest.rawValue) == [102, 103, 101])
    #expect(moves(plan, .return).map(\.after) == [[], [GuestID(102)], [GuestID(103)]])
  }

  @Test func `the forecast lets a guest wait for those it needs`() {
    let policy = policy([101: [.id(GuestID(102))]])
    let plan = Planner.plan(scope: .rolling, policy: policy, inventory: SampleCluster.small())
    let coming = moves(plan, .return)
    let (first, second) = (coming.first { $0.guest == GuestID(102) }, coming.first { $0.guest == GuestID(101) })
    #expect(second?.startSeconds == (first?.startSeconds ?? 0) + (first?.seconds ?? 0))
  }

  @Test func `guests that need each other in a circle block the plan by name, those beside it do not`() {
    let policy = policy([
      101: [.id(GuestID(102))], 102: [.id(GuestID(103))], 103: [.id(GuestID(101))], 111: [.id(GuestID(101))],
    ])
    let plan = Planner.plan(scope: .rolling, policy: policy, inventory: SampleCluster.small())
    #expect(
      plan.blockers.map(\.message) == ["guests need each other in a circle: ct/101 ct101, ct/102 ct102, vm/103 vm103"])
  }

  @Test func `in a run no guest begins before those it waits for are over`() {
    let policy = policy([101: [.id(GuestID(102))]])
    var world = TypedWorld(SampleCluster.small())
    let start = SampleCluster.start(world.inventory, policy: policy)
    var machine = RunMachine(start, at: world.epoch)
    world.carryOut(&machine, from: .began(start))
    #expect(world.outcome?.result == .ok)
    func time(_ event: String, _ guest: Int, _ leg: PassPhase) -> Double? {
      world.notices.first {
        $0.notice.event == event && $0.notice.guest == GuestID(guest) && $0.notice.phase == leg
          && $0.notice.node == SampleCluster.name("pve1")
      }?.time
    }
    #expect((time("move.started", 102, .drain) ?? 0) >= (time("move.finished", 101, .drain) ?? .infinity))
    #expect((time("move.started", 101, .return) ?? 0) >= (time("move.finished", 102, .return) ?? .infinity))
  }
}
