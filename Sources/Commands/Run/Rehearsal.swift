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
    var policy = Policy()
    if seed % 3 == 0 { policy.onGuestFailure = .hold }
    if seed % 3 == 1 { policy.reboot = .always }
    if seed % 4 > 0 { policy.busyWaitSeconds = 300 * Double(seed % 4) }
    if seed % 7 == 0 || herd.nodes.count == 1 { policy.immovable = .shutdown }
    policy.containerMovesMax = 4 + Int(seed % 6)
    policy.timing.pollSeconds = Double(4 + seed % 9)
    policy.guestRules = rules(for: herd, seed: seed)
    if seed % 2 == 0 { policy.otherActors = .suspend }
    // In two runs of three monitoring is told; in some of these it may fail without holding the run.
    if seed % 3 > 0 {
      var rules = SilenceRules()
      rules.lengthSeconds = 300 * Double(1 + seed % 4)
      if seed % 5 == 0 { rules.onFailure = .ignore }
      policy.silence = rules
    }
    if seed % 5 == 2 { policy.hooks = hooks }
    policy.rebootEscalation = Policy.Escalation.allCases[Int(seed % 3)]
    return Rehearsal(herd: herd, faults: Fault.random(for: herd, seed: seed), policy: policy, seed: seed)
  }

  /// Commands at every moment; those around moves may fail.
  private static let hooks = Hook.Moment.allCases.map { moment in
    var hook = Hook(moment, words: ["true"])
    switch moment {
    case .beforeNode, .afterNode: hook.place = .node
    case .beforeMove: hook.place = .guest
    case .beforeRun, .afterRun, .afterMove, .attention: break
    }
    if [.beforeMove, .afterMove].contains(moment) { hook.onFailure = .ignore }
    return hook
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

  /// The cluster as it is before the run.
  var cluster: SimulatedCluster {
    SimulatedCluster(herd: herd, seed: seed, startedAt: VirtualDemo.epoch, faults: faults)
  }

  /// Carries it out.
  /// - Parameter tell: hears every notice.
  func carryOut(tell: @escaping (RunRecord) -> Void = { _ in }) -> Result { carryOut(on: cluster, tell: tell) }

  func carryOut(on cluster: SimulatedCluster, tell: @escaping (RunRecord) -> Void) -> Result {
    let beginning = VirtualBeginning(
      run: RunID(random: seed &* 0x9E37_79B9_7F4A_7C15 >> 20), scope: .rolling, policy: policy,
      nodes: herd.nodes.map { NodeAddress(host: $0.name.rawValue, address: $0.address, name: $0.name) })
    var run = VirtualRun(
      beginning, cluster: cluster, epoch: VirtualDemo.epoch, faults: faults.compactMap(\.controller))
    defer { run.close() }
    let witness = RunWitness(cluster: cluster)
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
    var violations = run.isStranded ? [] : judged(cluster, witness.claim(first, of: start))
    cluster.heal()
    var outcome = first
    for _ in 0..<Rehearsal.resumesMax where (outcome?.isResumable ?? run.isStranded) && violations.isEmpty {
      // A node that was switched on needs its time.
      cluster.advance(to: cluster.now + 300)
      outcome = run.resume()
    }
    if violations.isEmpty {
      var claim = witness.claim(outcome, of: start)
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
    guard let outcome, outcome.isResumable, !isTouched else { return [] }
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
