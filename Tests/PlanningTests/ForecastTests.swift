import Cluster
import Testing

@testable import Planning

struct ForecastTests {
  private func moves(_ seconds: [Double], kind: Guest.Kind = .container) -> [Plan.Move] {
    seconds.enumerated().map { index, seconds in
      Plan.Move(
        guest: GuestID(100 + index), kind: kind, name: "x", from: SampleCluster.name("pve1"),
        to: SampleCluster.name("pve2"), way: kind == .container ? .restart : .live, leg: .drain, seconds: seconds,
        outageSeconds: 1)
    }
  }

  private func policy(containers: Int = 2, machines: Int = 1) -> Policy {
    var policy = Policy()
    policy.containerMovesMax = containers
    policy.machineMovesMax = machines
    return policy
  }

  @Test func `moves begin in order, each when a place is free`() {
    let (starts, seconds) = Forecast.schedule(moves([10, 4, 4, 2]), policy: policy())
    #expect(starts == [0, 0, 4, 8])
    #expect(seconds == 10)
  }

  @Test func `containers and machines do not wait for each other`() {
    let (starts, seconds) = Forecast.schedule(moves([5, 5]) + moves([7, 7], kind: .machine), policy: policy())
    #expect(starts == [0, 0, 0, 7])
    #expect(seconds == 14)
  }

  @Test func `no moves take no time`() {
    #expect(Forecast.schedule([], policy: policy()).seconds == 0)
    #expect(Forecast.lowerBound([], policy: policy()) == 0)
  }

  @Test func `no schedule beats the bound, and none is twice as long`() {
    for seed in UInt64(1)...200 {
      var dice = Dice(seed: seed)
      let seconds = (0..<Int.random(in: 1...60, using: &dice)).map { _ in Double.random(in: 1...90, using: &dice) }
      let policy = policy(containers: Int.random(in: 1...8, using: &dice))
      let bound = Forecast.lowerBound(moves(seconds), policy: policy)
      let makespan = Forecast.schedule(moves(seconds), policy: policy).seconds
      #expect(makespan >= bound - 1e-9 && makespan <= 2 * bound + 1e-9, "seed \(seed)")
    }
  }

  @Test func `a machine takes longer the more memory it has, a container does not`() {
    let forecast = Forecast()
    var machine = SampleCluster.machine(200, on: "pve1")
    machine.memoryBytes = 11_000_000_000
    #expect(forecast.moveSeconds(of: machine) == 109)
    #expect(forecast.moveSeconds(of: SampleCluster.container(101, on: "pve1")) == 50)
  }

  @Test func `a plan's times add up`() {
    let plan = Planner.plan(scope: .rolling, policy: Policy(), inventory: SampleCluster.seed())
    let forecast = Forecast()
    #expect(plan.makespanSeconds == forecast.fetchSeconds + plan.passes.reduce(0) { $0 + $1.seconds })
    var clock = forecast.fetchSeconds
    for pass in plan.passes {
      #expect(pass.drain.map(\.startSeconds).min() == clock)
      #expect(pass.return.allSatisfy { $0.startSeconds + $0.seconds <= clock + pass.seconds + 1e-9 })
      clock += pass.seconds
    }
    let outage = plan.outages.first { $0.guest == GuestID(101) }
    #expect(outage?.interruptions == 2 && outage?.seconds == 24)
    let live = plan.outages.first { $0.guest == GuestID(200) }
    #expect(live?.interruptions == 0)
  }

  @Test func `nothing to do takes no time`() {
    var inventory = SampleCluster.small()
    for index in inventory.nodes.indices { inventory.nodes[index].updates = PendingUpdates() }
    #expect(Planner.plan(scope: .rolling, policy: Policy(), inventory: inventory).makespanSeconds == 0)
  }
}
