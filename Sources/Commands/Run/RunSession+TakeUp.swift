import Cluster
import Orchestration
import Planning
import Proxmox

/// Sessions of runs that were begun before.
extension RunSession {
  /// Takes up what is left of an unfinished run, here or elsewhere.
  /// - Parameter goal: what is to become of it; only a run that is to be finished goes by its journal.
  /// - Returns: nil if no run is unfinished.
  /// - Throws: `LockHeld`, `LeaseHeld`, `LeaseImpossible`, `StateUnusable`, `RecordUnreadable`, `NoNodeAnswered`.
  static func takeUp(_ goal: TakeUp.Goal, access: ClusterAccess, options: CommonOptions) async throws -> RunSession? {
    let first = try await access.remains()
    let run = first?.run ?? RunID(random: UInt64.random(in: 0...UInt64.max))
    let wait = options.wait?.count ?? 0
    let lock = try await RunLock.take(
      for: run, access: access, waitSeconds: wait, reclaims: first?.isOfThisMachine ?? false)
    if first == nil {
      // A run that was lost before it touched anything has left its lease at most.
      guard let lease = lock?.lease, await lease.isTaken() else { return nil }
    }
    // What a lost run has left expires, unless its process lives.
    if let impossible = try await lock?.takeLease(waitSeconds: max(wait, ClusterLease.expirySeconds)) {
      throw impossible
    }
    do {
      // Read again under the lock: whoever held it may have begun or finished a run meanwhile.
      if let remains = try await access.remains(), remains.run == run {
        let gate = WindowGate(access.policy, options: options, zone: access.zone)
        return try await session(for: remains, goal, gate, access: access, lock: lock)
      }
    } catch {
      await lock?.release()
      throw error
    }
    await lock?.release()
    return nil
  }

  /// The same run once more, where the cluster lives in this process and no journal is kept.
  /// - Returns: nil if its work is done.
  func again(access: ClusterAccess) async -> RunSession? {
    let (machine, seq) = await orchestrator.standing
    guard machine.outcome?.isResumable ?? true else { return nil }
    let orchestrator = Orchestrator(
      machine: machine, run: run, lastSeq: seq, shell: access.shell, hosts: await access.survey().hosts,
      clock: access.clock, journal: nil, marker: access.marker, lease: nil)
    var session = self
    (session.orchestrator, session.firstEvent) = (orchestrator, .resumed())
    return session
  }

  private static func session(
    for remains: RunRemains, _ goal: TakeUp.Goal, _ gate: WindowGate, access: ClusterAccess, lock: RunLock?
  ) async throws -> RunSession {
    let survey = await access.survey()
    guard survey.inventory.nodes.contains(where: \.isOnline) else {
      throw NoNodeAnswered(clusterName: access.clusterName, troubles: survey.troubles.map(\.error))
    }
    switch remains {
    case .journal(let unfinished) where goal == .finish:
      return try session(for: unfinished, survey, gate, access: access, lock: lock)
    case .endedElsewhere(let unfinished) where goal == .finish:
      // Whoever ended it brought its guests home, or left them by its operator's word; else it is not believed.
      let homes = remains.record.homes
      guard survey.inventory.isHome(homes) else {
        return try session(for: unfinished, survey, gate, access: access, lock: lock)
      }
      let accepted = TakeUp(record: remains.record, goal: .acceptCurrent)
      return try session(for: accepted, survey, gate, access: access, lock: lock)
    case .journal, .record, .endedElsewhere:
      return try session(for: TakeUp(record: remains.record, goal: goal), survey, gate, access: access, lock: lock)
    }
  }

  private static func session(
    for unfinished: UnfinishedRun, _ survey: ClusterSurvey, _ gate: WindowGate, access: ClusterAccess, lock: RunLock?
  ) throws -> RunSession {
    let journal = try FileJournal(path: unfinished.path)
    let orchestrator = Orchestrator(
      machine: unfinished.machine, run: unfinished.run, lastSeq: unfinished.lastSeq, shell: access.shell,
      hosts: survey.hosts, clock: access.clock, journal: journal, marker: access.marker, lease: lock?.lease,
      silencer: access.silencer)
    let deadline = gate.limitOnceBegun(at: access.clock.now(), scope: unfinished.start.scope)
    return RunSession(
      orchestrator, beginningWith: .resumed(until: deadline), start: unfinished.start, lock: lock, state: access.state,
      journal: journal)
  }

  private static func session(
    for takeUp: TakeUp, _ survey: ClusterSurvey, _ gate: WindowGate, access: ClusterAccess, lock: RunLock?
  ) throws -> RunSession {
    var start = takeUp.start(policy: access.policy(for: survey.inventory), inventory: survey.inventory)
    start.deadline = gate.limitOnceBegun(at: access.clock.now(), scope: start.scope)
    let journal = try access.state.map { state in
      try FileJournal(path: state.journalPath(of: start.id, startedAt: access.clock.now()))
    }
    let orchestrator = Orchestrator(
      machine: RunMachine(start, at: access.clock.now()), run: start.id, shell: access.shell, hosts: survey.hosts,
      clock: access.clock, journal: journal, marker: access.marker, lease: lock?.lease,
      silencer: access.silencer)
    return RunSession(
      orchestrator, beginningWith: .began(start), start: start, lock: lock, state: access.state, journal: journal)
  }
}

extension Inventory {
  /// Whether every guest runs where it belongs.
  func isHome(_ homes: [GuestID: NodeName]) -> Bool {
    homes.allSatisfy { id, home in
      guard let guest = guest(id) else { return false }
      return guest.node == home && guest.status == .running
    }
  }
}
