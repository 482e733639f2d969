import Cluster

/// Keeps the cluster's own record of a run up to date: whenever what it should hold differs from what it holds, it is
/// written, through one node after the other until one does it. It never keeps the run waiting, but for the first time.
struct RecordKeeper: Sendable {
  /// What the cluster should hold.
  enum Wish: Hashable {
    case kept(ClusterRecord.State)
    case removed
  }

  /// Seconds until a record that no node took is tried again.
  private static let pauseSeconds = 30.0
  /// Limit of one attempt; another node is asked rather than waited longer for this one.
  private static let limitSeconds = 20.0

  /// What the cluster holds; nil while that is not known.
  private(set) var held: Wish?
  /// Whether the cluster has ever held a record of this run.
  private(set) var wasKept = false
  /// Why the last attempt failed at every node.
  private(set) var trouble: Trouble?
  private var writing: (wish: Wish, record: ClusterRecord)?
  private var nodesLeft: [NodeName] = []
  private var isPausing = false

  /// Whether nothing is being written now.
  var isIdle: Bool { writing == nil }

  /// Forgets what is under way, with the questions of a process that ended.
  mutating func forget() {
    if writing != nil { held = nil }
    writing = nil
    isPausing = false
  }

  /// Makes one more attempt due at once, whatever came of the last.
  mutating func retry() {
    forget()
    trouble = nil
  }

  /// Whether the cluster is to be told.
  func isDue(_ wish: Wish) -> Bool { writing == nil && !isPausing && held != wish }

  /// Whether the cluster knows, or can't be told for now.
  func isSettled(on wish: Wish) -> Bool { held == wish || trouble != nil }

  /// Writes, or removes.
  /// - Parameter nodes: through which it may be done, the best first.
  mutating func pursue(_ wish: Wish, _ record: ClusterRecord, through nodes: [NodeName], _ desk: inout Desk) {
    guard !nodes.isEmpty else { return }
    writing = (wish, record)
    nodesLeft = nodes
    ask(piece: 0, &desk)
  }

  /// Takes what concerns it; all else is ignored.
  mutating func receive(_ arrival: Desk.Arrival, _ desk: inout Desk) {
    switch arrival {
    case .answer(.record, .recorded(let next)):
      guard let writing else { return }
      if let next { return ask(piece: next, &desk) }
      held = writing.wish
      wasKept = true
      self.writing = nil
      if trouble != nil, writing.wish != .removed {
        desk.say(RecordKeeper.notice("record.kept", .info, "holds the run's record again"))
      }
      trouble = nil
    case .gaveUp(.record, let trouble):
      guard let writing else { return }
      nodesLeft.removeFirst()
      guard nodesLeft.isEmpty else { return ask(piece: 0, &desk) }
      if self.trouble == nil {
        desk.say(
          RecordKeeper.notice("record.failed", .warning, RecordKeeper.lack(writing.wish) + ": \(trouble.message)"))
      }
      self.trouble = trouble
      held = nil
      self.writing = nil
      isPausing = true
      desk.wake(after: RecordKeeper.pauseSeconds, for: .record)
    case .alarm(.record): isPausing = false
    case .answer, .gaveUp, .jobEnded, .alarm: break
    }
  }

  private mutating func ask(piece: Int, _ desk: inout Desk) {
    guard let writing, let node = nodesLeft.first else { return }
    let request: RunRequest =
      switch writing.wish {
      case .kept: .keepRecord(writing.record, piece: piece, replacing: !wasKept)
      case .removed: .removeRecord
      }
    desk.ask(
      node, request, for: .record, limit: min(desk.timing.answerSeconds, RecordKeeper.limitSeconds), patience: 0)
  }

  private static func lack(_ wish: Wish) -> String {
    switch wish {
    case .kept: "no node could keep the run's record; trying again, the run goes on by its journal"
    case .removed: "the run's record could not be removed yet; trying again"
    }
  }

  private static func notice(_ event: String, _ level: Notice.Level, _ message: String) -> Notice {
    Notice(event: event, level: level, subject: "cluster", message: message)
  }
}

/// How the machine keeps the cluster's record of itself.
extension RunMachine {
  /// Whether the cluster has ever held a record of this run by this process or the one whose journal it reads.
  public var hasKeptRecord: Bool { keeper.wasKept }

  /// To be called after every event: brings the record up to date, and ends the run when it has come to its end and the
  /// cluster knows.
  mutating func tendRecord() {
    let wish = recordWish
    if keepsRecord, keeper.isDue(wish) {
      let (record, nodes) = (record, recordNodes)
      keeper.pursue(wish, record, through: nodes, &desk)
    }
    if !keepsRecord || keeper.isSettled(on: wish) { desk.release() }
    guard case .ended(let outcome) = stage, !isAnnounced, keeper.isIdle, !isRemovalTried else { return }
    isAnnounced = true
    if wish == .removed, let trouble = keeper.trouble {
      say("record.left", "the run's record is left, herdmon recover removes it: \(trouble.message)", level: .warning)
    }
    // Nothing that comes in later may make an ended run ask or order anything.
    desk.forget()
    desk.end(outcome)
  }

  /// Waits for the first record before anything is touched; `begin` goes on once it is there, or not needed.
  mutating func recordStep() {
    guard keeper.isIdle else { return }
    // All nodes may be out of reach for a moment.
    if keeper.trouble != nil, desk.now - startedAt < RunMachine.recordPatienceSeconds { return }
    if let trouble = keeper.trouble, policy.record == .required, start.inventory.nodes.count > 1 {
      end(
        .failed, strays: [], reason: "nothing was begun: the cluster can't keep the run's record: \(trouble.message)",
        remedy: trouble.remedy)
    } else {
      openWork()
    }
  }

  private static let recordPatienceSeconds = 60.0
  /// How long after its end a run tries to take its record away, where no node answers for a moment.
  private static let removalPatienceSeconds = 120.0

  /// Whether the record, which could not be taken away, is tried once more.
  private var isRemovalTried: Bool { keepsRecord && keeper.trouble != nil && recordWish == .removed }

  private var keepsRecord: Bool {
    guard policy.record != .none || start.takeUp != nil else { return false }
    switch stage {
    case .idle: return false
    case .recording, .hooking(_, then: .work), .adopting, .fetching, .working, .takingBack: return true
    case .finishing, .hooking(_, then: .end): return !workingNodes.isEmpty || start.takeUp != nil
    case .ended:
      let patience = recordWish == .removed ? RunMachine.removalPatienceSeconds : 0
      let isInTime = keeper.trouble == nil || endedAt.map { desk.now - $0 < patience } ?? false
      return !isAnnounced && isInTime && (keeper.wasKept || start.takeUp != nil)
    }
  }

  /// An ended run that nobody needs to take up leaves nothing behind.
  private var recordWish: RecordKeeper.Wish {
    guard let outcome, toUndo.isEmpty else { return .kept(recordState) }
    return outcome.result.isFinal && Guard.undoing.holds ? .removed : .kept(recordState)
  }

  /// The nodes to ask, those in their turn last: they may go down at any moment.
  private var recordNodes: [NodeName] {
    let busy = Set(recordState.turns.map(\.node))
    return nodesToAsk.filter { !busy.contains($0) } + nodesToAsk.filter { busy.contains($0) }
  }
}

extension RunOutcome.Result {
  /// Whether nothing is left that a later process could carry on.
  public var isFinal: Bool {
    switch self {
    case .ok, .failed, .strayed: true
    case .stopped, .attention, .interrupted, .terminated: false
    }
  }
}
