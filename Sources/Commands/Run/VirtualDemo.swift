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
    var policy = DemoCluster.policy
    policy.follow(options)
    policy = signed?.applied(to: policy) ?? policy
    var beginning = VirtualBeginning(
      run: RunID(random: seed &* 0x9E37_79B9_7F4A_7C15 >> 20), scope: .rolling, policy: policy,
      nodes: DemoCluster.nodes)
    beginning.signed = signed
    beginning.deadline = try WindowGate(policy, options: options, zone: .utc).limit(at: epoch, scope: .rolling)
    let headless = HeadlessRun(options: options, zone: .utc)
    var run = VirtualRun(
      beginning, cluster: SimulatedCluster(herd: SeedHerd.herd, seed: seed, startedAt: epoch), epoch: epoch,
      isAlone: true)
    run.onRecord = { headless.show($0) }
    let outcome = run.carryOut()
    switch run.refusal {
    case .blocked(let blockers): throw RunRefusal(blockers: blockers)
    case .drifted(let error): throw error
    case .taken, nil: break
    }
    guard let outcome, let plan = run.start?.plan else { throw DemoHangs() }
    if options.output == .text {
      StandardOutput.line(
        "simulated makespan \(Phrase.clock(outcome.seconds)), lower bound \(Phrase.clock(plan.lowerBoundSeconds)), "
          + "seed \(seed)")
    }
    return headless.finish(outcome, run: beginning.run)
  }
}

/// Nothing is left that the run waits for: a slip in herdmon itself.
struct DemoHangs: ExitCoded, CustomStringConvertible {
  var exitCode: ExitCode { .failed }
  var description: String { "the demo hangs; please report it with its seed" }
}
