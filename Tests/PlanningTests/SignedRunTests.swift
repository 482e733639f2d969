import Cluster
import TestPace
import Testing

@testable import Planning

/// A run that keeps to a plan that was signed off, against a world of values.
@Suite(.givesWay) struct SignedRunTests {
  private func signed(_ inventory: Inventory, _ policy: Policy = Policy()) -> Policy {
    let plan = Planner.plan(scope: .rolling, policy: policy, inventory: inventory)
    return SignedPlan(plan, policy: policy, inventory: inventory).applied(to: policy)
  }

  private func run(
    _ inventory: Inventory, _ policy: Policy, _ faults: TypedWorld.Faults = TypedWorld.Faults()
  ) -> TypedWorld {
    var world = TypedWorld(inventory, faults: faults)
    let start = SampleCluster.start(inventory, policy: policy)
    var machine = RunMachine(start, at: world.epoch)
    world.carryOut(&machine, from: .began(start))
    return world
  }

  @Test(arguments: [Strategy.home, .rotate, .leave])
  func `it is carried out to the end where nothing drifts`(strategy: Strategy) {
    var inventory = SampleCluster.seed()
    for index in inventory.guests.indices where inventory.guests[index].id.rawValue % 7 == 0 {
      inventory.guests[index].haState = "started"
    }
    var policy = Policy()
    policy.strategy = strategy
    let world = run(inventory, signed(inventory, policy))
    #expect(world.outcome?.result == .ok)
    #expect(world.bootCount.count == 3)
  }

  @Test func `what only the refreshed lists know of holds it before anything is touched, on a later node too`() {
    let pve3 = SampleCluster.name("pve3")
    let inventory = SampleCluster.small()
    let faults = TypedWorld.Faults(staleLists: [pve3: PendingUpdates(count: 99, kernel: "6.8.12-11-pve")])
    #expect(run(inventory, Policy(), faults).outcome?.result == .ok)
    let world = run(inventory, signed(inventory), faults)
    #expect(world.outcome?.result == .attention)
    #expect(world.bootCount.isEmpty && !world.notices.contains { $0.notice.event == "move.started" })
    let told = world.notices.filter { $0.notice.event == "run.blocked" }.map(\.notice.message)
    #expect(told == ["pve3: 99 updates are pending, signed off were 23"])
  }

  @Test func `a guest that came in between is drift, one that an earlier turn has left there is none`() throws {
    var inventory = SampleCluster.small()
    let policy = signed(inventory)
    let last = try #require(policy.signedTurns.last?.node)
    func drift() throws -> [String] {
      let plan = Planner.plan(scope: .rolling, policy: policy, inventory: inventory)
      let pass = try #require(plan.passes.first { $0.node == last })
      return policy.drift(to: pass, upcoming: [], in: inventory).map(\.message)
    }
    #expect(try drift() == [])
    let other = try #require(inventory.guests.firstIndex { $0.node != last })
    inventory.guests[other].node = last
    #expect(try drift() == [])
    inventory.guests.append(SampleCluster.container(500, on: last.rawValue))
    #expect(try drift() == ["\(last): ct/500 ct500 moves as well on the way out"])
    inventory.guests.removeAll { $0.id == GuestID(500) || ($0.node == last && $0.kind == .machine) }
    #expect(try drift().count == 1)
  }
}
