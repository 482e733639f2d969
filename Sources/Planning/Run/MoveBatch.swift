import Cluster

/// One guest's move on its way: begun, watched, verified, tried again, until it has arrived or is given up.
struct MoveItem: Hashable, Sendable {
  /// Where a move stands.
  enum State: Hashable, Sendable {
    /// Not begun, or to be begun again. → `.preparing`, `.moving`.
    case queued(notBefore: Timestamp)
    /// The target is made ready. → `.moving`.
    case preparing
    /// The job runs. → `.looking`.
    case moving(JobID)
    /// The job is over; its result is looked up. → `.arrived`, `.queued`, `.waitingToStart`, `.failed`.
    case looking(at: NodeName, notBefore: Timestamp)
    /// It does not run where it is, and is about to be started there. → `.starting`.
    case waitingToStart(on: NodeName, notBefore: Timestamp)
    /// It is being started. → `.looking`.
    case starting(JobID, on: NodeName)
    /// It runs where it should.
    case arrived
    /// Given up: where it is has been said.
    case failed(MoveFailure)
  }

  var move: Plan.Move
  var alternatives: [NodeName]
  var needsDirectory: Bool
  var state: State
  /// Attempts begun.
  var attempts = 0
  /// Attempts that failed by themselves; waiting for someone else's lock is none.
  var strikes = 0
  /// Starts tried since it was found stopped.
  var starts = 0
  /// When the first attempt began.
  var since: Timestamp
  /// Why the last attempt failed.
  var reason = ""
  /// Seconds out of service by the last job's log.
  var outageSeconds: Double?

  var isInFlight: Bool {
    switch state {
    case .queued, .arrived, .failed: false
    case .preparing, .moving, .looking, .waitingToStart, .starting: true
    }
  }

  var isOver: Bool {
    switch state {
    case .arrived, .failed: true
    case .queued, .preparing, .moving, .looking, .waitingToStart, .starting: false
    }
  }

  var failure: MoveFailure? {
    if case .failed(let failure) = state { failure } else { nil }
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
}

/// Moves that are carried out together, each kind within its width.
struct MoveBatch: Sendable {
  let node: NodeName
  let phase: PassPhase
  let policy: Policy
  private(set) var items: [MoveItem]
  /// Set when nothing new may begin.
  var isClosed = false
  /// Guests that the look under way at a node will judge; one that joined later needs a fresh look.
  private var judged: [NodeName: Set<GuestID>] = [:]

  init(
    moves: [Plan.Move], alternatives: [GuestID: [NodeName]] = [:], needDirectory: Set<GuestID>, node: NodeName,
    phase: PassPhase, policy: Policy, now: Timestamp
  ) {
    self.node = node
    self.phase = phase
    self.policy = policy
    items = moves.map { move in
      MoveItem(
        move: move, alternatives: alternatives[move.guest] ?? [], needsDirectory: needDirectory.contains(move.guest),
        state: .queued(notBefore: now), since: now)
    }
  }

  /// Whether nothing is under way and nothing more will begin.
  var isFinished: Bool {
    items.allSatisfy { $0.isOver } || (isClosed && !items.contains { $0.isInFlight })
  }

  var failures: [(move: Plan.Move, failure: MoveFailure)] {
    items.compactMap { item in item.failure.map { (item.move, $0) } }
  }

  /// Begins whatever may begin now.
  mutating func pump(_ desk: inout Desk) {
    for index in items.indices { advance(index, &desk) }
    lookWhereDue(&desk)
  }

  /// Takes what concerns it; other arrivals are ignored.
  mutating func receive(_ arrival: Desk.Arrival, _ desk: inout Desk) {
    switch arrival {
    case .answer(.prepare(let guest), _), .gaveUp(.prepare(let guest), _):
      // Made or not: the move itself tells, and a first start that fails is cured by a second.
      if let index = index(of: guest), items[index].state == .preparing { begin(index, &desk) }
    case .jobEnded(let job, let end):
      if let index = items.firstIndex(where: { $0.state == .moving(job) }) {
        moveEnded(index, end, &desk)
      } else if let index = items.firstIndex(where: { $0.isStarting(job) }) {
        startEnded(index, end, desk.now)
      }
    case .answer(.look(let node), .glance(let glance)):
      let guests = judged.removeValue(forKey: node) ?? []
      for index in items.indices where guests.contains(items[index].move.guest) { judge(index, glance, &desk) }
    case .gaveUp(.look(let node), let trouble):
      let guests = judged.removeValue(forKey: node) ?? []
      for index in items.indices where guests.contains(items[index].move.guest) {
        fail(index, "whether it runs could not be seen: \(trouble.message)", settled: false, &desk)
      }
    case .answer, .gaveUp, .alarm: break
    }
    pump(&desk)
  }

  /// Takes up moves whose questions and jobs were forgotten. A move that was given up is looked at once more: someone
  /// may have put it right.
  mutating func resume(_ desk: inout Desk) {
    judged = [:]
    isClosed = false
    for index in items.indices {
      let move = items[index].move
      switch items[index].state {
      case .preparing: begin(index, &desk)
      case .moving(let job): start(job, order(of: move), of: move, on: move.from, &desk)
      case .starting(let job, let node): start(job, .startGuest(move.guest, move.kind), of: move, on: node, &desk)
      case .failed:
        items[index].state = .looking(at: move.to, notBefore: desk.now)
        items[index].strikes = 0
        items[index].starts = 0
        items[index].since = desk.now
      case .queued, .looking, .waitingToStart, .arrived: break
      }
    }
  }

  private func index(of guest: GuestID) -> Int? { items.firstIndex { $0.move.guest == guest } }

  private func width(of kind: Guest.Kind) -> Int {
    max(kind == .container ? policy.containerMovesMax : policy.machineMovesMax, 1)
  }

  private mutating func advance(_ index: Int, _ desk: inout Desk) {
    let item = items[index]
    switch item.state {
    case .queued(let notBefore):
      let busy = items.count { $0.isInFlight && $0.move.kind == item.move.kind }
      guard !isClosed, notBefore <= desk.now, busy < width(of: item.move.kind) else { return }
      items[index].attempts += 1
      if item.attempts == 0 { items[index].since = desk.now }
      if item.needsDirectory {
        items[index].state = .preparing
        desk.ask(item.move.to, .prepareContainer(item.move.guest), for: .prepare(item.move.guest), patience: 30)
      } else {
        begin(index, &desk)
      }
    case .waitingToStart(let node, let notBefore):
      guard notBefore <= desk.now else { return }
      items[index].starts += 1
      let id = jobID("start", items[index].starts, item.move)
      items[index].state = .starting(id, on: node)
      start(id, .startGuest(item.move.guest, item.move.kind), of: item.move, on: node, &desk)
    case .moving(let job):
      guard desk.now - item.since > policy.timing.moveMaxSeconds else { return }
      fail(index, "has been moving for \(Phrase.clock(desk.now - item.since)) (job \(job))", settled: false, &desk)
    case .preparing, .looking, .starting, .arrived, .failed: break
    }
  }

  private mutating func begin(_ index: Int, _ desk: inout Desk) {
    let (move, attempts) = (items[index].move, items[index].attempts)
    let id = jobID("move", attempts, move)
    items[index].state = .moving(id)
    say(
      "move.started", .info, move, attempts > 1 ? "once more" : move.way == .live ? "moving live" : "shutting down",
      &desk)
    start(id, order(of: move), of: move, on: move.from, &desk)
    desk.wake(after: policy.timing.moveMaxSeconds + 1, for: .batch)
  }

  private func order(of move: Plan.Move) -> Order {
    switch move.way {
    case .restart: .moveContainer(move.guest, to: move.to, shutdownSeconds: policy.shutdownSeconds)
    case .live: .moveMachine(move.guest, to: move.to, live: true)
    }
  }

  private func start(_ id: JobID, _ order: Order, of move: Plan.Move, on node: NodeName, _ desk: inout Desk) {
    desk.start(id, order, on: node, phase: phase, guest: move.guest, subject: move.label)
  }

  private func jobID(_ verb: String, _ number: Int, _ move: Plan.Move) -> JobID {
    JobID("\(phase.rawValue)-\(node)-\(verb)-\(move.guest)-\(number)".lowercased())
  }

  private func say(
    _ event: String, _ level: Notice.Level, _ move: Plan.Move, _ message: String, seconds: Double? = nil,
    _ desk: inout Desk
  ) {
    desk.say(
      Notice(
        event: event, level: level, phase: phase, node: node, guest: move.guest, subject: move.label,
        message: message, from: move.from, to: move.to, seconds: seconds))
  }

  private mutating func lookWhereDue(_ desk: inout Desk) {
    let due = items.compactMap { item -> (NodeName, GuestID)? in
      guard case .looking(let node, let notBefore) = item.state, notBefore <= desk.now else { return nil }
      return (node, item.move.guest)
    }
    for node in Set(due.map(\.0)).sorted() where judged[node] == nil {
      judged[node] = Set(due.filter { $0.0 == node }.map(\.1))
      desk.ask(node, .glance, for: .look(node))
    }
  }
}

extension MoveItem {
  func isStarting(_ job: JobID) -> Bool {
    if case .starting(job, _) = state { true } else { false }
  }
}

// MARK: - What became of it

extension MoveBatch {
  private mutating func moveEnded(_ index: Int, _ end: Desk.JobEnd, _ desk: inout Desk) {
    switch end {
    case .exited(let exit, let output, let errors):
      let log = MoveLog(output: output, errors: errors)
      items[index].reason = exit == 0 ? "" : log.reason
      items[index].outageSeconds = log.outageSeconds
    case .refused(let trouble):
      items[index].reason = trouble.message
    case .gone:
      items[index].reason = "its job vanished"
    case .lost(let trouble):
      fail(
        index, "its node does not answer, so the end of its move is not known: \(trouble.message)", settled: false,
        &desk)
      return
    }
    items[index].state = .looking(at: items[index].move.to, notBefore: desk.now)
  }

  private mutating func startEnded(_ index: Int, _ end: Desk.JobEnd, _ now: Timestamp) {
    guard case .starting(_, let node) = items[index].state else { return }
    switch end {
    case .exited(let exit, let output, let errors):
      if exit != 0 { items[index].reason = MoveLog(output: output, errors: errors).reason }
    case .refused(let trouble), .lost(let trouble): items[index].reason = trouble.message
    case .gone: items[index].reason = "its start vanished"
    }
    items[index].state = .looking(at: node, notBefore: now)
  }

  private mutating func judge(_ index: Int, _ glance: NodeGlance, _ desk: inout Desk) {
    let item = items[index]
    let move = item.move
    switch MoveVerdict.judge(move.guest, source: move.from, target: move.to, glance: glance) {
    case .arrived:
      items[index].state = .arrived
      let outage = item.starts > 0 ? desk.now - item.since : item.outageSeconds
      let words =
        move.way == .live
        ? "moved live" + (outage.map { ", paused \(Phrase.seconds($0))" } ?? "")
        : "running again" + (outage.map { " after \(Phrase.seconds($0))" } ?? "")
      say("move.finished", .info, move, words, seconds: outage, &desk)
    case .stoppedOnTarget: restart(index, on: move.to, &desk)
    case .stoppedOnSource: restart(index, on: move.from, &desk)
    case .stayed: tryAgain(index, &desk)
    case .leftLocked(let place):
      guard desk.now - item.since < 120 + item.move.seconds else {
        let tool = move.kind == .container ? "pct" : "qm"
        fail(
          index, "still carries the lock of its move on \(place)",
          remedy: "on \(place), when no migration task runs: \(tool) unlock \(move.guest)", settled: false, &desk)
        return
      }
      lookLater(index, at: place, &desk)
    case .busy(let lock): waitForLock(index, lock, &desk)
    case .elsewhere(let place): fail(index, "is on \(place): someone else moved it", settled: true, &desk)
    case .lookAt(let place): items[index].state = .looking(at: place, notBefore: desk.now)
    case .vanished: fail(index, "is not in the cluster any more", settled: true, &desk)
    }
  }

  private mutating func lookLater(_ index: Int, at node: NodeName, _ desk: inout Desk) {
    items[index].state = .looking(at: node, notBefore: desk.now + 5)
    desk.wake(after: 5, for: .batch)
  }

  /// Someone else's lock is waited for, never broken.
  private mutating func waitForLock(_ index: Int, _ lock: String, _ desk: inout Desk) {
    let move = items[index].move
    guard desk.now - items[index].since < policy.timing.moveMaxSeconds else {
      fail(index, "has been locked (\(lock)) for too long", settled: true, &desk)
      return
    }
    if items[index].attempts == 1 { say("move.waits", .warning, move, "is locked (\(lock)): waiting", &desk) }
    items[index].state = .queued(notBefore: desk.now + 15)
    desk.wake(after: 15, for: .batch)
  }

  /// The guest lies stopped where it is. The false "does not exist" of a privileged container's first start on a node
  /// is cured by one more start at once, a device that is late after a boot by later ones.
  /// - Source: facts/pve.md 6.1.
  private mutating func restart(_ index: Int, on node: NodeName, _ desk: inout Desk) {
    let pauses = [0.0, 5, 15, 30]
    let item = items[index]
    guard item.starts < pauses.count else {
      let tool = item.move.kind == .container ? "pct" : "qm"
      fail(
        index, "does not start on \(node): \(item.reason)", remedy: "on \(node): \(tool) start \(item.move.guest)",
        settled: true, &desk)
      return
    }
    let pause = pauses[item.starts]
    say(
      "move.start-again", .warning, item.move,
      "stopped on \(node)" + (item.reason.isEmpty ? "" : " (\(item.reason))") + ": starting it"
        + (pause > 0 ? " in \(Int(pause)) s" : ""), &desk)
    items[index].state = .waitingToStart(on: node, notBefore: desk.now + pause)
    if pause > 0 { desk.wake(after: pause, for: .batch) }
  }

  private mutating func tryAgain(_ index: Int, _ desk: inout Desk) {
    let item = items[index]
    if MoveLog.isLock(item.reason) {
      waitForLock(index, MoveLog.lockWord(item.reason), &desk)
      return
    }
    items[index].strikes += 1
    guard item.strikes + 1 < policy.moveAttemptsMax else {
      fail(index, "stayed on \(item.move.from): \(item.reason)", settled: true, &desk)
      return
    }
    let pause = 5.0 * Double(item.strikes + 1)
    if item.strikes > 0, let other = item.alternatives.first {
      items[index].alternatives.removeFirst()
      items[index].move.to = other
    }
    items[index].starts = 0
    say(
      "move.retried", .warning, item.move,
      "stayed on \(item.move.from) (\(item.reason)): again in \(Int(pause)) s, to \(items[index].move.to)", &desk)
    items[index].state = .queued(notBefore: desk.now + pause)
    desk.wake(after: pause, for: .batch)
  }

  private mutating func fail(
    _ index: Int, _ message: String, remedy: String? = nil, settled: Bool, _ desk: inout Desk
  ) {
    let move = items[index].move
    let words = remedy ?? MoveRemedy.command(move.guest, kind: move.kind, on: move.from, to: move.to)
    items[index].state = .failed(MoveFailure(message: message, remedy: words, isSettled: settled))
    say("move.failed", .error, move, message, &desk)
  }
}
