import Cluster
import Glibc
import Orchestration
import Planning
import Proxmox

/// All that a run needs before it begins: the lock, a fresh look at the cluster, the plan, the journal.
struct RunSession {
  /// The orchestrator, ready to carry the run out.
  var orchestrator: Orchestrator
  /// The event to begin with.
  var firstEvent: RunEvent
  /// The run.
  var run: RunID
  /// Held as long as the run lasts.
  var lock: RunLock?
  /// Where it is followed and steered from elsewhere, and how it greets; nil for a demo, which only its process knows.
  private var door: (state: StateDirectory, greeting: RunGreeting)?

  init(
    _ orchestrator: Orchestrator, beginningWith firstEvent: RunEvent, start: RunStart, lock: RunLock?,
    state: StateDirectory?, journal: FileJournal?
  ) {
    self.orchestrator = orchestrator
    self.firstEvent = firstEvent
    run = start.id
    self.lock = lock
    if let state, let journal {
      door = (state, RunGreeting(process: getpid(), journal: journal.path, start: start))
    }
  }

  /// Prepares a new run. Nothing has been touched on any node when this returns or throws.
  /// - Parameter signed: the plan that it must keep to, if one was signed off.
  /// - Throws: `RunRefusal`, `LockHeld`, `StateUnusable`.
  static func prepare(
    scope: RunScope, access: ClusterAccess, options: CommonOptions, homes: [GuestID: NodeName] = [:],
    signed: SignedPlan? = nil
  ) async throws -> (session: RunSession, plan: Plan) {
    let run = options.runID ?? RunID(random: UInt64.random(in: 0...UInt64.max))
    let gate = WindowGate(access.policy, options: options, zone: access.zone)
    await gate.wait(on: access.clock, scope: scope)
    let lock = try await RunLock.take(for: run, access: access, waitSeconds: options.wait?.count ?? 0)
    if let unfinished = access.state.flatMap(UnfinishedRun.find) { throw unfinished.refusal }
    let impossible = try await lock?.takeLease(waitSeconds: options.wait?.count ?? 0)
    do {
      if let remains = try await access.remains(), lock != nil { throw remains.refusal }
      let deadline = try gate.limit(at: access.clock.now(), scope: scope)
      return try await prepare(
        run, scope: scope, access: access, homes: homes, signed: signed, deadline: deadline, lock: lock,
        impossible: impossible)
    } catch {
      await lock?.release()
      throw error
    }
  }

  private static func prepare(
    _ run: RunID, scope: RunScope, access: ClusterAccess, homes: [GuestID: NodeName], signed: SignedPlan?,
    deadline: Timestamp?, lock: RunLock?, impossible: LeaseImpossible?
  ) async throws -> (session: RunSession, plan: Plan) {
    let survey = await access.survey()
    guard survey.inventory.nodes.contains(where: \.isOnline) else {
      throw NoNodeAnswered(clusterName: access.clusterName, troubles: survey.troubles.map(\.error))
    }
    var policy = access.policy(for: survey.inventory)
    policy = signed?.applied(to: policy) ?? policy
    let forecast = access.forecast()
    let plan = Planner.plan(
      scope: scope, policy: policy, inventory: survey.inventory, homes: homes, forecast: forecast)
    guard plan.isFeasible else { throw RunRefusal(blockers: plan.blockers) }
    try signed?.hold(plan, policy: policy, inventory: survey.inventory)
    if let impossible { throw impossible }
    let start = RunStart(
      id: run, scope: scope, policy: policy, inventory: survey.inventory, plan: plan, forecast: forecast,
      deadline: deadline)
    let journal = try access.state.map { state in
      try FileJournal(path: state.journalPath(of: run, startedAt: access.clock.now()))
    }
    let orchestrator = Orchestrator(
      machine: RunMachine(start, at: access.clock.now()), run: run, shell: access.shell, hosts: survey.hosts,
      clock: access.clock, journal: journal, marker: access.marker,
      lease: lock?.lease, silencer: access.silencer)
    let session = RunSession(
      orchestrator, beginningWith: .began(start), start: start, lock: lock, state: access.state, journal: journal)
    return (session, plan)
  }

  /// Opens the door to other processes. A run that can't have one goes on without.
  func serve() -> RunServer? {
    guard let door else { return nil }
    do {
      return try RunServer(in: door.state, greeting: door.greeting) { [orchestrator] in orchestrator.steer($0) }
    } catch {
      Messages().say(.warning, "herdmon attach can't reach this run: \(error)")
      return nil
    }
  }

  /// Carries the run out to its end.
  /// - Parameter onLoss: hears that the cluster is another run's now, and that this one stops.
  func carryOut(onLoss: @escaping @Sendable (String) -> Void) async -> RunOutcome {
    let watcher = Task { [orchestrator, lock] in
      guard let lock else { return }
      for await reason in lock.losses {
        onLoss("\(reason); stopping after the moves in flight")
        orchestrator.steer(.stop(.asked))
      }
    }
    let outcome = await orchestrator.carryOut(from: firstEvent)
    watcher.cancel()
    await lock?.release()
    return outcome
  }
}

/// A run that a check beforehand refuses.
struct RunRefusal: ExitCoded, CustomStringConvertible {
  var blockers: [Blocker]

  var exitCode: ExitCode { .refused }

  var description: String {
    "refused, nothing was touched:\n"
      + blockers.map { "  \($0.message)" + ($0.remedy.isEmpty ? "" : "\n    \($0.remedy)") }.joined(separator: "\n")
  }
}
