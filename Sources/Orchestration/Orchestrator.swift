import Cluster
import Local
import Planning
import Proxmox
import Remote

/// Carries a run out: the actor between the machine that decides and the nodes that do.
///
/// Every event is in the journal before the machine sees it, and no `await` stands between the two, so the journal's
/// order is the machine's. Readers get their own stream and are never waited for.
public actor Orchestrator {
  /// One step for readers: what was said, and where the run stands after it.
  public struct Update: Sendable {
    /// What was said; nil for a mere change of figures.
    public var record: RunRecord?
    /// Where the run stands.
    public var progress: RunProgress
  }

  private let shell: any RemoteShell
  private let hosts: [NodeName: String]
  private let clock: any RunClock
  private let journal: (any RunJournal)?
  private let marker: @Sendable () -> String
  private let lease: ClusterLease?
  private let silencer: (any Silencer)?
  private var machine: RunMachine
  private let run: RunID
  private var seq: Int
  private let events: AsyncStream<RunEvent>
  private let post: AsyncStream<RunEvent>.Continuation
  private let publish: AsyncStream<Update>.Continuation
  private var errands: [Task<Void, Never>] = []
  private var outcome: RunOutcome?
  /// When readers were told last.
  private var toldAt: Timestamp?

  /// Seconds after which readers are told where the run stands though it has nothing to say.
  private static let silenceMax = 15.0

  /// What readers follow. It ends with the run.
  public nonisolated let updates: AsyncStream<Update>

  /// - Parameters:
  ///   - machine: as it stands: new, or folded from a journal.
  ///   - lastSeq: number of the last notice in the journal; 0 for a new run.
  ///   - hosts: by which name the shell knows each node.
  ///   - marker: random text, new at each call; it separates the answers of one round trip.
  ///   - lease: held by the run; no node is ordered to reboot before it is sure to outlive that.
  ///   - silencer: what keeps monitoring quiet here.
  public init(
    machine: RunMachine, run: RunID, lastSeq: Int = 0, shell: any RemoteShell, hosts: [NodeName: String],
    clock: any RunClock, journal: (any RunJournal)?, marker: @escaping @Sendable () -> String,
    lease: ClusterLease? = nil, silencer: (any Silencer)? = nil
  ) {
    self.machine = machine
    self.run = run
    self.seq = lastSeq
    self.shell = shell
    self.hosts = hosts
    self.clock = clock
    self.journal = journal
    self.marker = marker
    self.lease = lease
    self.silencer = silencer
    (events, post) = AsyncStream.makeStream(of: RunEvent.self)
    (updates, publish) = AsyncStream.makeStream(of: Update.self)
  }

  /// Where it stands, to be taken up by another: the machine, and the number of its last record.
  public var standing: (machine: RunMachine, lastSeq: Int) { (machine, seq) }

  /// Tells the run something; it may be called from anywhere, at any time.
  public nonisolated func steer(_ steering: Steering) { post.yield(.steered(steering)) }

  /// Carries the run out to its end.
  /// - Parameter event: `.began` for a new run, `.resumed` for one that is taken up.
  public func carryOut(from event: RunEvent) async -> RunOutcome {
    take(event)
    if outcome == nil {
      for await event in events {
        take(event)
        if outcome != nil { break }
      }
    }
    for errand in errands { errand.cancel() }
    publish.finish()
    return outcome ?? machine.unrecorded("the run ended without an outcome", remedy: "herdmon resume")
  }

  private func take(_ event: RunEvent) {
    let time = clock.now()
    do {
      try journal?.append(event, at: time)
    } catch {
      // What can't be recorded is not acted on: the journal is what a later resume knows.
      return giveUp(error, at: time)
    }
    for action in machine.handle(event, at: time) { perform(action, at: time) }
    // What takes longer than foreseen moves the forecasts, though it gives nothing to say.
    if outcome == nil, let last = toldAt, time - last >= Orchestrator.silenceMax { tell(nil, at: time) }
  }

  private func tell(_ record: RunRecord?, at time: Timestamp) {
    toldAt = time
    publish.yield(Update(record: record, progress: machine.progress(at: time)))
  }

  private func giveUp(_ error: any Error, at time: Timestamp) {
    let result = machine.unrecorded(
      "the journal can't be written: \(error)", remedy: "make room in the state directory, then herdmon resume")
    seq += 1
    let notice = Notice(
      event: "run.ended", level: .error, subject: "cluster", message: "\(result.reason); \(result.remedy)")
    tell(RunRecord(run: run, seq: seq, time: time, notice: notice), at: time)
    outcome = result
  }

  private func perform(_ action: RunAction, at time: Timestamp) {
    switch action {
    case .say(let notice):
      seq += 1
      let record = RunRecord(run: run, seq: seq, time: time, notice: notice)
      // A notice that is lost with the disk costs a line of the report, not the run.
      try? journal?.append(record)
      tell(record, at: time)
    case .end(let result):
      outcome = result
      tell(nil, at: time)
    case .wake(let id, let seconds):
      let (clock, post) = (clock, post)
      launch {
        await clock.sleep(seconds: seconds)
        post.yield(.woke(id))
      }
    case .order(let id, .hook(let call), let limit):
      let (post, run) = (post, run)
      launch {
        let failure = await LocalCommand(call.hook.words).failure(
          facts: call.environment(of: run), limitSeconds: limit)
        let trouble = failure.map { Trouble(code: "hook", message: $0, isTransient: false) }
        post.yield(trouble.map { RunEvent.unanswered(id, $0) } ?? .answered(id, .done))
      }
    case .order(let id, .silence(let verb, let silence), let limit):
      let (silencer, post) = (silencer, post)
      launch { post.yield(await Orchestrator.answer(id, verb, silence, limit: limit, silencer)) }
    case .ask(let id, let node, let request, let limit):
      let (shell, post, run, lease) = (shell, post, run, lease)
      let host = hosts[node] ?? node.rawValue
      let (marker, isOnlyNode) = (marker(), machine.memberCount == 1)
      launch {
        if request.takesNodeDown, let lease {
          do throws(NodeError) {
            try await lease.secure(against: host, isOnlyNode: isOnlyNode)
          } catch {
            post.yield(.unanswered(id, Trouble(error)))
            return
          }
        }
        post.yield(
          await Orchestrator.answer(
            id, node, request, limit: limit, run: run, host: host, marker: marker, shell: shell))
      }
    }
  }

  private func launch(_ work: @escaping @Sendable () async -> Void) {
    errands.removeAll { $0.isCancelled }
    errands.append(Task { await work() })
    if errands.count > 512 { errands.removeFirst(256) }
  }

  private static func answer(
    _ id: RequestID, _ verb: Silence.Verb, _ silence: Silence, limit: Double, _ silencer: (any Silencer)?
  ) async -> RunEvent {
    guard let silencer else {
      return .unanswered(
        id, Trouble(code: "no-silencer", message: "no [silence] is configured on this machine", isTransient: false))
    }
    do throws(SilenceTrouble) {
      try await silencer.tell(verb, silence, limitSeconds: limit)
      return .answered(id, .done)
    } catch {
      return .unanswered(id, Trouble(code: "silence", message: error.description, isTransient: true))
    }
  }

  private static func answer(
    _ id: RequestID, _ node: NodeName, _ request: RunRequest, limit: Double, run: RunID, host: String, marker: String,
    shell: any RemoteShell
  ) async -> RunEvent {
    let lines = NodeProtocol.lines(for: request, to: node, run: run, marker: marker)
    do throws(NodeError) {
      let result = try await shell.run(lines, on: host, deadline: .seconds(limit))
      return .answered(
        id, try NodeProtocol.answer(to: request, of: node, run: run, marker: marker, result: result))
    } catch {
      // A reboot takes its own connection down: that is an answer, and the boot id tells the rest.
      if request.takesNodeDown, error.kind == .connectionLost { return .answered(id, .done) }
      return .unanswered(id, Trouble(error))
    }
  }
}
