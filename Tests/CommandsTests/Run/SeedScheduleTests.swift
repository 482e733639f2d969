import Cluster
import Planning
import Simulation
import TestPace
import Testing

@testable import Commands

/// The herd that this program's story is about, with its real durations on virtual time.
@Suite(.givesWay) struct SeedScheduleTests {
  private func run(_ strategy: Strategy, seed: UInt64) -> (seconds: Double, plan: Plan)? {
    var policy = DemoCluster.policy
    policy.strategy = strategy
    let beginning = VirtualBeginning(
      run: RunID(random: seed), scope: .rolling, policy: policy, nodes: DemoCluster.nodes)
    var run = VirtualRun(
      beginning, cluster: SimulatedCluster(herd: SeedHerd.herd, seed: seed, startedAt: VirtualDemo.epoch),
      epoch: VirtualDemo.epoch, isAlone: true)
    guard let outcome = run.carryOut(), outcome.result == .ok, let plan = run.start?.plan else { return nil }
    return (outcome.seconds, plan)
  }

  @Test(arguments: [(Strategy.home, 16.0), (.rotate, 12.0)])
  func `runs take as long as their plan says, which no schedule beats by much`(
    _ strategy: Strategy, _ minutesMax: Double
  ) throws {
    var sum = 0.0
    let seeds = UInt64(1)...6
    for seed in seeds {
      let (seconds, plan) = try #require(run(strategy, seed: seed))
      #expect(plan.makespanSeconds <= minutesMax * 60)
      #expect(plan.makespanSeconds >= plan.lowerBoundSeconds)
      #expect(seconds <= plan.lowerBoundSeconds * 1.05, "seed \(seed): \(Phrase.clock(seconds))")
      sum += seconds
    }
    // Each duration varies by some per cent from run to run.
    #expect(sum / Double(seeds.count) <= minutesMax * 60)
  }
}
