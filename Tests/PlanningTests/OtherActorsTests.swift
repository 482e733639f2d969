import Cluster
import TestPace
import Testing

@testable import Planning

/// Balancers and backup jobs beside a run.
@Suite(.givesWay) struct OtherActorsTests {
  private func inventory() -> Inventory {
    var inventory = SampleCluster.small()
    inventory.nodes[1].health.balancers = ["proxlb.service"]
    for index in inventory.nodes.indices {
      inventory.nodes[index].health.backupJobs = ["nightly"]
      inventory.nodes[index].health.haBalancing = HABalancing(option: "ha-auto-rebalance=1")
    }
    return inventory
  }

  private func start(_ actors: Policy.OtherActors) -> RunStart {
    var policy = Policy()
    policy.otherActors = actors
    return SampleCluster.start(inventory(), policy: policy)
  }

  @Test func `by default a balancer is named in the plan and nothing is touched`() {
    let start = start(.leave)
    #expect(start.plan.warnings.count { $0.code == "balancer" } == 1)
    var world = TypedWorld(start.inventory)
    var machine = RunMachine(start, at: world.epoch)
    world.carryOut(&machine, from: .began(start))
    #expect(world.outcome?.result == .ok)
    #expect(!world.notices.contains { $0.notice.event == "run.suspended" })
  }

  @Test func `where policy allows all are suspended before the first move, and go on at the end`() throws {
    let start = start(.suspend)
    #expect(!start.plan.warnings.contains { $0.code == "balancer" })
    var world = TypedWorld(start.inventory)
    var machine = RunMachine(start, at: world.epoch)
    world.carryOut(&machine, from: .began(start))
    #expect(world.outcome?.result == .ok)
    #expect(world.stoppedUnits.isEmpty && world.stoppedJobs.isEmpty)
    let suspended = world.notices.filter { $0.notice.event == "run.suspended" }
    #expect(suspended.map(\.notice.message).contains("proxlb.service on pve2 is suspended until the run ends"))
    #expect(suspended.map(\.notice.message).contains("the backup job nightly is suspended until the run ends"))
    #expect(suspended.map(\.notice.message).contains("the HA stack's own balancing is suspended until the run ends"))
    let moved = try #require(world.notices.first { $0.notice.event == "move.started" })
    #expect(suspended.allSatisfy { $0.time <= moved.time + 1 })
    #expect(world.notices.count { $0.notice.event == "run.undone" } == 3)
    #expect(world.inventory.nodes.allSatisfy { $0.health.haBalancing == HABalancing(option: "ha-auto-rebalance=1") })
  }

  @Test(arguments: [TakeUp.Goal?.none, .finish, .abandon, .acceptCurrent])
  func `a run that is killed at any event lets everybody go on when it is taken up`(goal: TakeUp.Goal?) {
    let start = start(.suspend)
    var suspended = 0
    for events in stride(from: 3, through: 330, by: 47) {
      guard
        let world = TypedWorld.takenUp(
          start, killedAfter: events, goal, atDeath: { if !$0.stoppedUnits.isEmpty { suspended += 1 } })
      else { continue }
      #expect(world.outcome?.result == .ok, "killed after \(events) events")
      #expect(world.stoppedUnits.isEmpty && world.stoppedJobs.isEmpty, "killed after \(events) events")
      #expect(world.inventory.nodes[0].health.haBalancing?.option == "ha-auto-rebalance=1", "after \(events) events")
    }
    #expect(suspended > 1)
  }

  @Test(arguments: [
    ("ha=static,ha-auto-rebalance=1", Policy.OtherActors.leave, true), ("ha-auto-rebalance=1", .suspend, false),
    ("ha-auto-rebalance=1,x=a b", .suspend, true),
  ])
  func `a stack that balances by itself is named where it will go on`(
    option: String, actors: Policy.OtherActors, isNamed: Bool
  ) {
    var inventory = SampleCluster.small()
    inventory.nodes[0].health.haBalancing = HABalancing(option: option)
    var policy = Policy()
    policy.otherActors = actors
    let plan = Planner.plan(scope: .rolling, policy: policy, inventory: inventory)
    #expect(plan.warnings.contains { $0.code == "ha-balances" } == isNamed)
  }
}
