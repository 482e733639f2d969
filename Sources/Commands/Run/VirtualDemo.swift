import Cluster
import Planning
import Proxmox
import Simulation

/// `herdmon --rolling --demo --speed max`: a whole run of the built-in cluster on virtual time.
enum VirtualDemo {
  /// A Sunday at seven, as in the story that this program comes from.
  static let epoch = Timestamp(seconds: 1_795_330_800)

  static func run(_ options: CommonOptions, signed: SignedPlan? = nil) throws -> ExitCode {
    let seed = options.seed ?? 1
    let cluster = SimulatedCluster(herd: SeedHerd.herd, seed: seed, startedAt: epoch)
    let survey = VirtualSurvey.take(of: cluster, nodes: DemoCluster.nodes, epoch: epoch)
    var policy = DemoCluster.policy
    policy.follow(options)
    policy = signed?.applied(to: policy) ?? policy
    let plan = Planner.plan(scope: .rolling, policy: policy, inventory: survey.inventory)
    try signed?.hold(plan, policy: policy, inventory: survey.inventory)
    guard plan.isFeasible else { throw RunRefusal(blockers: plan.blockers) }
    let start = RunStart(
      id: RunID(random: seed &* 0x9E37_79B9_7F4A_7C15 >> 20), scope: .rolling, policy: policy,
      inventory: survey.inventory, plan: plan)
    let headless = HeadlessRun(options: options, zone: .utc)
    var run = VirtualRun(start: start, cluster: cluster, epoch: epoch, hosts: survey.hosts)
    run.onRecord = { headless.show($0) }
    guard let outcome = run.carryOut() else { throw DemoHangs() }
    if options.output == .text {
      StandardOutput.line(
        "simulated makespan \(Phrase.clock(outcome.seconds)), lower bound \(Phrase.clock(plan.lowerBoundSeconds)), "
          + "seed \(seed)")
    }
    return headless.finish(outcome, run: start.id)
  }
}

/// Nothing is left that the run waits for: a slip in herdmon itself.
struct DemoHangs: ExitCoded, CustomStringConvertible {
  var exitCode: ExitCode { .failed }
  var description: String { "the demo hangs; please report it with its seed" }
}
