import Cluster
import FoundationEssentials
import Planning
import Proxmox
import Simulation

/// One whole run on a simulated cluster with faults, judged by what really happened.
///
/// It has two halves. First the faults are on: whatever the run comes to, no rule of safety may be broken. Then they are
/// over, and the run, taken up as often as it asks for, must come to an end that leaves nothing to be done.
struct Rehearsal {
  var herd: Herd
  var faults: [Fault]
  var policy: Policy
  var seed: UInt64
  /// What becomes of a run whose controller is lost with its journal.
  var goal = TakeUp.Goal.finish
  /// Hears what was true when the run ended for the first time, before anyone put anything right.
  var onEnd: (GroundTruth) -> Void = { _ in }

  /// How a rehearsal went.
  struct Result: Sendable {
    var seed: UInt64
    var exitCode: Int32
    var makespanSeconds: Double
    var events: Int
    var violations: [(invariant: String, message: String)]
    /// Why the run was not begun, if it was not.
    var refusal: VirtualBeginning.Refusal?
  }

  /// How often a run may have to be taken up after the faults are over.
  private static let resumesMax = 4
  /// One run in so many has its whole journal looked through for secrets.
  private static let journalsReadOneIn: UInt64 = 50

  /// A random rehearsal; equal seeds give equal ones.
  static func random(seed: UInt64) -> Rehearsal {
    let herd = Herd.random(seed: seed)
    let policy = Policy.random(for: herd, seed: seed)
    var faults = Fault.random(for: herd, seed: seed)
    if policy.record != .required {
      // Nobody else knows then where guests belonged.
      faults.removeAll { if case .lost = $0.controller { true } else { false } }
    }
    return Rehearsal(
      herd: herd, faults: faults, policy: policy, seed: seed, goal: seed % 6 == 5 ? .abandon : .finish)
  }

  /// The cluster as it is before the run.
  var cluster: SimulatedCluster {
    SimulatedCluster(herd: herd, seed: seed, startedAt: VirtualDemo.epoch, faults: faults)
  }

  /// Carries it out.
  /// - Parameter tell: hears every notice.
  func carryOut(tell: @escaping (RunRecord) -> Void = { _ in }) -> Result { carryOut(on: cluster, tell: tell) }

  func carryOut(on cluster: SimulatedCluster, tell: @escaping (RunRecord) -> Void) -> Result {
    var beginning = VirtualBeginning(
      run: RunID(random: seed &* 0x9E37_79B9_7F4A_7C15 >> 20), scope: .rolling, policy: policy,
      nodes: herd.nodes.map { NodeAddress(host: $0.name.rawValue, address: $0.address, name: $0.name) })
    beginning.goal = goal
    var run = VirtualRun(
      beginning, cluster: cluster, epoch: VirtualDemo.epoch, faults: faults.compactMap(\.controller))
    defer { run.close() }
    let witness = RunWitness(cluster: cluster, strategy: policy.strategy)
    run.onRecord = { record in
      witness.hear(record)
      tell(record)
    }
    let first = run.carryOut()
    guard let start = run.start else {
      // A run that was refused claims nothing, and must have changed nothing.
      var claim = RunClaim()
      claim.isOver = run.refusal != nil
      return Result(
        seed: seed, exitCode: ExitCode.refused.rawValue, makespanSeconds: 0, events: 0,
        violations: judged(cluster, claim), refusal: run.refusal)
    }
    cluster.endFaults()
    onEnd(cluster.groundTruth())
    // Nobody has carried a stranded run on yet, so nobody claims anything.
    var violations = run.isStranded ? [] : judged(cluster, witness.claim(first, of: start, homes: run.homes))
    cluster.heal()
    var outcome = first
    for _ in 0..<Rehearsal.resumesMax where (outcome?.isResumable ?? run.isStranded) && violations.isEmpty {
      // A node that was switched on needs its time.
      cluster.advance(to: cluster.now + 300)
      outcome = run.resume()
    }
    if violations.isEmpty {
      var claim = witness.claim(outcome, of: start, homes: run.homes)
      if seed % Rehearsal.journalsReadOneIn == 0 { claim.words += Rehearsal.text(of: run.journal.map(\.event)) }
      violations = judged(cluster, claim) + needs(outcome, cluster)
    }
    return Result(
      seed: seed, exitCode: (first ?? outcome).map { ExitCode($0.result).rawValue } ?? ExitCode.failed.rawValue,
      makespanSeconds: first?.seconds ?? 0, events: run.journal.count, violations: violations)
  }

  /// Once the faults are over no run may need a human; but what someone else has done to a guest may be more than a run
  /// can cope with by itself.
  private func needs(_ outcome: RunOutcome?, _ cluster: SimulatedCluster) -> [(invariant: String, message: String)] {
    let isTouched = cluster.groundTruth().guests.contains { $0.touchedAt != nil }
    // What the plan could not know of may be what the operator's rules forbid.
    let isHidden = faults.contains { $0.description.hasPrefix("stale-lists:") }
    guard let outcome, outcome.isResumable, !isTouched, !isHidden else { return [] }
    return [("run-ends", "the faults are over, and it still needs a human: \(outcome.reason)")]
  }

  private func judged(
    _ cluster: SimulatedCluster, _ claim: RunClaim
  ) -> [(invariant: String, message: String)] {
    // What the run left under way on the nodes comes to its end before it is judged.
    cluster.advance(to: cluster.now + 600)
    return Invariants.check(cluster.groundTruth(), claim: claim)
  }

  private static func text(of events: [RunEvent]) -> [String] {
    let encoder = JSONEncoder()
    return events.compactMap { event in
      (try? encoder.encode(event)).map { String(decoding: $0, as: UTF8.self) }
    }
  }
}
