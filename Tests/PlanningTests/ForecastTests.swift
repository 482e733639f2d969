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

  private func schedule(_ moves: [Plan.Move], _ policy: Policy) -> (starts: [Double], seconds: Double) {
    let schedule = Forecast().schedule(moves, policy: policy)
    return (schedule.starts, schedule.ends.max() ?? 0)
  }

  @Test func `moves begin in order, each when a place is free`() {
    let (starts, seconds) = schedule(moves([10, 4, 4, 2]), policy())
    #expect(starts == [0, 0, 4, 8])
    #expect(seconds == 10)
  }

  @Test func `containers and machines do not wait for each other`() {
    let (starts, seconds) = schedule(moves([5, 5]) + moves([29, 29], kind: .machine), policy())
    #expect(starts == [0, 0, 0, 20], "the second begins when the first has copied its memory")
    #expect(seconds == 49)
  }

  @Test func `twice as many leave a node for two others as for one`() {
    let there = moves([50, 50, 50, 50])
    #expect(schedule(there, policy(containers: 2)).seconds == 100)
    let both = there.enumerated().map { index, move in
      var move = move
      if index % 2 == 0 { move.to = SampleCluster.name("pve3") }
      return move
    }
    #expect(schedule(both, policy(containers: 2)).seconds == 50)
  }

  @Test func `many moves from one node slow each other down`() {
    #expect(schedule(moves([50]), policy(containers: 12)).seconds == 50)
    #expect(abs(schedule(moves(Array(repeating: 50, count: 12)), policy(containers: 12)).seconds - 62) < 1e-9)
  }

  @Test func `a move that begins beside others under way is slowed down by them`() {
    // Twelve places. The short one makes room after 12.4 s; eleven fly on, so the next is the twelfth as well.
    let schedule = schedule(moves([10] + Array(repeating: 50, count: 12)), policy(containers: 12))
    #expect(schedule.starts.last.map { abs($0 - 12.4) < 1e-9 } == true)
    #expect(abs(schedule.seconds - (12.4 + 62)) < 1e-9)
  }

  @Test func `fewer at once are quicker, so the last round is`() {
    // Twelve at 62 s each, then eight at ease.
    let seconds = schedule(moves(Array(repeating: 50, count: 20)), policy(containers: 12)).seconds
    #expect(abs(seconds - 112) < 1e-9)
  }

  @Test func `no moves take no time`() {
    #expect(schedule([], policy()).seconds == 0)
    #expect(Forecast().lowerBound([], policy: policy()) == 0)
  }

  @Test func `no schedule beats the bound, and none is twice as long`() {
    for seed in UInt64(1)...200 {
      var dice = Dice(seed: seed)
      let seconds = (0..<Int.random(in: 1...60, using: &dice)).map { _ in Double.random(in: 1...90, using: &dice) }
      let policy = policy(containers: Int.random(in: 1...8, using: &dice))
      let bound = Forecast().lowerBound(moves(seconds), policy: policy)
      let makespan = schedule(moves(seconds), policy).seconds
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
    #expect(plan.passes[0].drain.map(\.startSeconds).min() == forecast.fetchSeconds)
    var away = 0.0
    for (pass, next) in zip(plan.passes, plan.passes.dropFirst().map(Optional.some) + [nil]) {
      away = pass.beginSeconds + (pass.phaseSeconds[.drain] ?? 0)
      #expect(pass.drain.map(\.startSeconds).min() == pass.beginSeconds)
      let back = pass.return.map(\.startSeconds).min() ?? 0
      #expect(back >= away + forecast.upgradeSeconds + forecast.rebootSeconds - 1e-9)
      #expect(next.map { $0.beginSeconds == back } ?? true, "the next is emptied while this one fills")
    }
    #expect(plan.makespanSeconds >= plan.lowerBoundSeconds)
    #expect(plan.makespanSeconds < plan.passes.reduce(forecast.fetchSeconds) { $0 + $1.seconds })
    let outage = plan.outages.first { $0.guest == GuestID(101) }
    #expect(outage?.interruptions == 2 && outage?.seconds == 24)
    let live = plan.outages.first { $0.guest == GuestID(200) }
    #expect(live?.interruptions == 0)
  }

  @Test func `nothing to do takes as long as to look for something`() {
    var inventory = SampleCluster.small()
    for index in inventory.nodes.indices { inventory.nodes[index].updates = PendingUpdates() }
    let plan = Planner.plan(scope: .rolling, policy: Policy(), inventory: inventory)
    #expect(plan.makespanSeconds == Forecast().fetchSeconds && plan.lowerBoundSeconds == plan.makespanSeconds)
    let undrain = Planner.plan(
      scope: .undrain([SampleCluster.name("pve1")]), policy: Policy(), inventory: inventory)
    #expect(undrain.makespanSeconds == 0)
  }
}
