import Cluster

/// One guest's move on its way: begun, watched, verified, tried again, until it has arrived or is given up.
struct MoveItem: Hashable, Sendable {
  /// Where a move stands. A failed one may be taken up again: tried once more, or its job ends after all.
  enum State: Hashable, Sendable {
    /// Not begun, or to be begun again. → `.hooking`, `.preparing`, `.moving`, `.failed`.
    case queued(notBefore: Timestamp)
    /// The operator's commands of that moment are run. → `.preparing`, `.ready`, `.moving`, `.arrived`, `.failed`.
    case hooking(Hook.Moment)
    /// The target is made ready. → `.ready`, `.moving`.
    case preparing
    /// All is ready, but monitoring watches again. → `.moving`.
    case ready
    /// The job runs. → `.looking`, `.failed`.
    case moving(JobID)
    /// The job is over; its result is looked up. → `.arrived`, `.hooking`, `.probing`, `.queued`, `.unlocking`,
    /// `.waitingToStart`, `.failed`.
    case looking(at: NodeName, notBefore: Timestamp)
    /// It carries the lock of a move that is over, which is being taken off. → `.looking`, `.failed`.
    case unlocking(on: NodeName)
    /// It does not run where it is, and is about to be started there. → `.starting`, `.failed`.
    case waitingToStart(on: NodeName, notBefore: Timestamp)
    /// It is being started. → `.looking`, `.failed`.
    case starting(JobID, on: NodeName)
    /// It runs where it should and is asked whether it is well. → `.hooking`, `.arrived`, `.failed`.
    case probing(Probing)
    /// It runs where it should.
    case arrived
    /// Given up: where it is has been said. → `.queued`, `.looking`, `.moving`.
    case failed(MoveFailure)
  }

  /// Whether a guest is asked if it is well, or about to be.
  enum Probing: Hashable, Sendable {
    case asked
    case due(Timestamp)
  }

  var move: Plan.Move
  let policy: GuestPolicy
  var alternatives: [NodeName]
  var needsDirectory: Bool
  var state: State
  /// Attempts begun.
  var attempts = 0
  /// Attempts that failed by themselves; waiting for someone else's lock is none.
  var strikes = 0
  /// Starts tried since it was found stopped.
  var starts = 0
  /// Starts tried in all. Their jobs are numbered by it: a job whose name was used before would not be started.
  var startsInAll = 0
  /// The operator's commands that are being run.
  var hooks: HookQueue?
  /// Set when it did not shut down in time and may be stopped by force.
  var isForced = false
  /// Since when it is asked whether it is well.
  var probedSince: Timestamp?
  /// When the first attempt began.
  var since: Timestamp
  /// When the present attempt began.
  var attemptSince: Timestamp
  /// When the job under way began, or was taken up again.
  var jobSince: Timestamp
  /// Since when someone else's lock has kept it waiting.
  var lockedSince: Timestamp?
  /// Since when it can't be judged: its move has left a lock, or the nodes don't agree where it is.
  var unsureSince: Timestamp?
  /// When each node was last seen without a task that moves it.
  var idleAt: [NodeName: Timestamp] = [:]
  /// The job of the last attempt.
  var lastJob: JobID?
  /// Where the cluster had it when last looked at.
  var place: NodeName?
  /// Whether it ran when last looked at.
  var runs = false
  /// Why the last attempt failed.
  var reason = ""
  /// Seconds out of service by the last job's log.
  var outageSeconds: Double?
  /// When those that come after it may begin.
  var settledAt: Timestamp?
  /// Since when it has been out of service, as far as this run saw; nil while it runs.
  var downSince: Timestamp?
  /// Whether it was out of service before this move began: after a move that failed, or shut down with its node.
  var wasDown: Bool

  init(
    move: Plan.Move, policy: GuestPolicy, alternatives: [NodeName], needsDirectory: Bool, downSince: Timestamp? = nil,
    now: Timestamp
  ) {
    self.downSince = downSince
    wasDown = downSince != nil
    self.move = move
    self.policy = policy
    self.alternatives = alternatives
    self.needsDirectory = needsDirectory
    state = .queued(notBefore: now)
    since = now
    attemptSince = now
    jobSince = now
  }

  var isInFlight: Bool {
    switch state {
    case .queued, .arrived, .failed: false
    case .hooking, .preparing, .ready, .moving, .looking, .unlocking, .waitingToStart, .starting, .probing: true
    }
  }

  var isOver: Bool {
    switch state {
    case .arrived, .failed: true
    case .queued, .hooking, .preparing, .ready, .moving, .looking, .unlocking, .waitingToStart, .starting, .probing:
      false
    }
  }

  /// Whether those that come after it need not wait for it.
  func isSettled(at now: Timestamp) -> Bool { isOver && settledAt.map { $0 <= now } ?? true }

  var failure: MoveFailure? {
    if case .failed(let failure) = state { failure } else { nil }
  }

  /// Whether its move leaves it stopped on the target, to be started there by an order of its own.
  var isStartedApart: Bool { move.way == .restart && (move.kind == .machine || isForced) }

  /// Seconds that it was out of service, now that it has arrived. A log tells it best, where no other thing than the
  /// move itself kept the guest down.
  func outage(at now: Timestamp) -> Double? {
    guard isToRun else { return nil }
    return starts > 0 || wasDown ? downSince.map { now - $0 } : outageSeconds
  }

  /// Whether it runs before its move begins.
  var isUpBefore: Bool { move.way != .shutdown || move.leg == .drain }

  /// Whether it is about to move, and counts as moving.
  var isAboutToMove: Bool { [.preparing, .ready, .hooking(.beforeMove)].contains(state) }

  /// Whether it is to run when its move is over.
  var isToRun: Bool { move.way != .shutdown || move.leg == .return }

  /// The order that moves it.
  var order: Order {
    switch move.way {
    case .live: .moveMachine(move.guest, to: move.to, live: true)
    case .restart where isStartedApart:
      .shutDownAndMove(
        move.guest, move.kind, to: move.to, limitSeconds: policy.shutdownSeconds, byForce: isForced)
    case .restart: .moveContainer(move.guest, to: move.to, shutdownSeconds: policy.shutdownSeconds)
    case .shutdown where move.leg == .drain:
      .shutdownGuest(move.guest, move.kind, limitSeconds: policy.shutdownSeconds, byForce: isForced)
    case .shutdown: .startGuest(move.guest, move.kind)
    }
  }

  /// What goes wrong with a move under way, in a sentence. A first start that is tried again at once is a known fault of
  /// privileged containers, and not worth a word.
  var trouble: String? {
    switch state {
    case .waitingToStart(let node, _) where starts > 0, .starting(_, let node) where starts > 1:
      "is stopped on \(node), start \(starts) failed" + (reason.isEmpty ? "" : ": \(reason)")
    case .queued where strikes > 0: "stayed on \(move.from)" + (reason.isEmpty ? "" : ": \(reason)")
    default: nil
    }
  }

  /// What is wrong with the guest as far as it is known: its move was given up, or it was shut down with its node and is
  /// not started yet.
  var lack: MoveFailure? {
    if let failure { return failure }
    guard move.way == .shutdown, move.leg == .drain, attempts > 0 else { return nil }
    return MoveFailure(
      message: "was shut down with \(move.from) and is not started yet",
      remedy: MoveRemedy.start(move.guest, kind: move.kind, on: move.from), isSettled: true, isRunning: false,
      downSince: downSince)
  }

  /// Whether a job's end is the end of its move: also one that was given up for taking too long.
  func isMoving(_ job: JobID) -> Bool {
    state == .moving(job) || (lastJob == job && failure?.isSettled == false)
  }

  func isStarting(_ job: JobID) -> Bool {
    if case .starting(job, _) = state { true } else { false }
  }
}

/// Why a move was given up.
struct MoveFailure: Hashable, Sendable {
  /// What is wrong, in a sentence.
  var message: String
  /// The command that puts it right.
  var remedy: String
  /// Whether it is known where the guest is and that nothing works on it any more. If not, the run holds.
  var isSettled: Bool
  /// Whether the guest runs all the same, so that only its place may be wrong.
  var isRunning: Bool
  /// Whether it is where it should be and runs, and yet is not well.
  var isUnwell = false
  /// Since when it has been out of service, where this run saw that.
  var downSince: Timestamp?
}
