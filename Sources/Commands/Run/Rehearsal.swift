import Cluster
import Planning
import Proxmox
import Simulation

/// One whole run on a simulated cluster with faults, judged by what really happened.
struct Rehearsal {
  var herd: Herd
  var faults: [Fault]
  var policy: Policy
  var seed: UInt64
  /// The controller is killed after so many events, and the run is resumed.
  var killedAfter: Int?

  /// How a rehearsal went.
  struct Result: Sendable {
    var seed: UInt64
    var exitCode: Int32
    var makespanSeconds: Double
    var events: Int
    var violations: [(invariant: String, message: String)]
  }

  /// A random rehearsal; equal seeds give equal ones.
  static func random(seed: UInt64) -> Rehearsal {
    let herd = Herd.random(seed: seed)
    var policy = Policy()
    if seed % 3 == 0 { policy.onGuestFailure = .hold }
    if seed % 5 == 0 { policy.reboot = .always }
    policy.containerMovesMax = 4 + Int(seed % 6)
    policy.guestRules = rules(for: herd, seed: seed)
    return Rehearsal(
      herd: herd, faults: Fault.random(for: herd, seed: seed), policy: policy, seed: seed,
      killedAfter: seed % 2 == 0 ? Int(seed / 2 % 211) + 3 : nil)
  }

  /// In every fourth run something of its own is wanted of one guest in five.
  private static func rules(for herd: Herd, seed: UInt64) -> [GuestRule] {
    guard seed % 4 == 3 else { return [] }
    return herd.guests.filter { ($0.id.rawValue + Int(seed % 97)) % 5 == 0 }.enumerated().map { index, guest in
      var rule = GuestRule()
      rule.ids = [guest.id]
      switch index % 4 {
      case 0: rule.handling = .shutdown
      case 1: rule.handling = .restart
      case 2: rule.mayForceStop = true
      default: rule.probe = HealthProbe(.command(["true"]))
      }
      return rule
    }
  }

  /// Carries it out.
  /// - Parameter tell: hears every notice.
  func carryOut(tell: @escaping (RunRecord) -> Void = { _ in }) -> Result {
    let epoch = VirtualDemo.epoch
    let cluster = SimulatedCluster(herd: herd, seed: seed, startedAt: epoch, faults: faults)
    let nodes = herd.nodes.map { NodeAddress(host: $0.name.rawValue, address: $0.address, name: $0.name) }
    let survey = VirtualSurvey.take(of: cluster, nodes: nodes, epoch: epoch)
    let plan = Planner.plan(scope: .rolling, policy: policy, inventory: survey.inventory)
    guard plan.isFeasible else {
      return judged(cluster, outcome: nil, homes: [], seconds: 0, events: 0)
    }
    let start = RunStart(
      id: RunID(random: seed &* 0x9E37_79B9_7F4A_7C15 >> 20), scope: .rolling, policy: policy,
      inventory: survey.inventory, plan: plan)
    var events = 0
    var run = VirtualRun(start: start, cluster: cluster, epoch: epoch, hosts: survey.hosts)
    run.killedAfter = killedAfter
    run.onRecord = { record in
      events += 1
      tell(record)
    }
    let outcome = run.carryOut(from: start)
    // What the run left under way on the nodes comes to its end before it is judged.
    cluster.advance(to: cluster.now + 600)
    return judged(
      cluster, outcome: outcome, homes: plan.homes.keys.sorted(), seconds: outcome.seconds, events: events)
  }

  private func judged(
    _ cluster: SimulatedCluster, outcome: RunOutcome?, homes: [GuestID], seconds: Double, events: Int
  ) -> Result {
    // A run that was refused claims nothing, and must have changed nothing.
    let claim = RunClaim(
      isOK: outcome?.result == .ok, restarted: outcome?.restarted ?? [],
      named: Set(outcome?.strays.map(\.guest) ?? []))
    return Result(
      seed: seed, exitCode: outcome.map { ExitCode($0.result).rawValue } ?? ExitCode.refused.rawValue,
      makespanSeconds: seconds, events: events,
      violations: Invariants.check(cluster.groundTruth(), claim: claim, faults: faults))
  }
}
