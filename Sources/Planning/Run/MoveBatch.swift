import Cluster

/// Moves that are carried out together, as many at once as there is room for.
struct MoveBatch: Sendable {
  let node: NodeName
  let phase: PassPhase
  /// How many batches of this phase there were before: jobs of each have names of their own.
  let round: Int
  let policy: Policy
  let forecast: Forecast
  var items: [MoveItem]
  /// Containers on their way at once between two nodes: halved when a node turns a move away because it has too much
  /// to do, one more again after each that went well.
  var width: Int
  /// Before that nothing more begins.
  private var nextStart: Timestamp
  /// Whether a wake-up call for it is on its way.
  private var isCalled = false
  /// Set when nothing new may begin.
  var isClosed = false
  /// Set while monitoring watches: no guest is touched then, not even by a move that has begun with its hooks.
  var isWatched = false
  /// Guests that the look under way at a node will judge; one that joined later needs a fresh look.
  private var judged: [NodeName: Set<GuestID>] = [:]

  init(
    moves: [Plan.Move], alternatives: [GuestID: [NodeName]] = [:], needDirectory: Set<GuestID>,
    downSince: [GuestID: Timestamp] = [:], node: NodeName, phase: PassPhase, round: Int = 0,
    policy: Policy, wishes: [GuestID: GuestPolicy] = [:], forecast: Forecast, now: Timestamp
  ) {
    self.node = node
    self.phase = phase
    self.round = round
    self.policy = policy
    self.forecast = forecast
    width = policy.containerMovesMax
    nextStart = now
    items = moves.map { move in
      MoveItem(
        move: move, policy: wishes[move.guest] ?? GuestPolicy(shutdownSeconds: policy.shutdownSeconds),
        alternatives: alternatives[move.guest] ?? [], needsDirectory: needDirectory.contains(move.guest),
        downSince: downSince[move.guest], now: now)
    }
  }

  /// Whether nothing is under way and nothing more will begin.
  var isFinished: Bool {
    items.allSatisfy { $0.isOver } || (isClosed && !items.contains { $0.isInFlight })
  }

  var arrivedCount: Int { items.count { $0.state == .arrived } }

  var failures: [(move: Plan.Move, failure: MoveFailure)] {
    items.compactMap { item in item.failure.map { (item.move, $0) } }
  }

  /// Forecast seconds until the last guest has moved.
  func secondsLeft(at now: Timestamp, onlyInFlight: Bool = false) -> Double {
    let left = items.filter { onlyInFlight ? $0.isInFlight : !$0.isOver }.map { item in
      var move = item.move
      // A move that takes longer than forecast always needs a little more, never less than nothing.
      if item.isInFlight { move.seconds = max(move.seconds - max(now - item.attemptSince, 0), move.seconds * 0.05) }
      return (move, item.isInFlight ? 0 : 1)
    }
    return forecast.schedule(left.sorted { $0.1 < $1.1 }.map(\.0), policy: policy).ends.max() ?? 0
  }

  /// Begins whatever may begin now.
  mutating func pump(_ desk: inout Desk) {
    var lanes = MoveLanes(policy: policy, containerWidth: width, flights: desk.flights)
    for item in items where item.isAboutToMove { lanes.begin(item.move.flight) }
    for index in items.indices { advance(index, &lanes, &desk) }
    lookWhereDue(&desk)
    for index in items.indices { probeWhenDue(index, &desk) }
  }

  /// Takes what concerns it; other arrivals are ignored.
  mutating func receive(_ arrival: Desk.Arrival, _ desk: inout Desk) {
    switch arrival {
    case .answer(.prepare(let guest), _), .gaveUp(.prepare(let guest), _):
      // Made or not: the move itself tells, and a first start that fails is cured by a second.
      if let index = items.firstIndex(where: { $0.move.guest == guest }), items[index].state == .preparing {
        begin(index, &desk)
      }
    case .jobEnded(let job, let end):
      if let index = items.firstIndex(where: { $0.isMoving(job) }) {
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
        couldNotLook(index, at: node, trouble, &desk)
      }
    case .answer(.probe(let guest), .health(let health)): probed(guest, health, &desk)
    case .gaveUp(.probe(let guest), let trouble): probed(guest, Health(isGood: false, seen: trouble.message), &desk)
    case .answer(.unlock(let guest), _): unlocked(guest, nil, &desk)
    case .gaveUp(.unlock(let guest), let trouble): unlocked(guest, trouble, &desk)
    case .answer(.moveHook(let guest), _): hookEnded(guest, nil, &desk)
    case .gaveUp(.moveHook(let guest), let trouble): hookEnded(guest, trouble, &desk)
    case .alarm(.nextStart): isCalled = false
    case .answer, .gaveUp, .alarm: break
    }
    pump(&desk)
  }

  /// Takes up moves whose questions, jobs and wake-up calls were forgotten: what waited is due now, and every limit
  /// begins anew, for nobody watched meanwhile. A move that was given up is looked at once more: someone may have put
  /// it right.
  mutating func resume(_ desk: inout Desk) {
    judged = [:]
    isClosed = false
    isWatched = false
    isCalled = false
    nextStart = desk.now
    for index in items.indices {
      items[index].lockedSince = nil
      items[index].unsureSince = nil
      let item = items[index]
      switch item.state {
      case .queued: items[index].state = .queued(notBefore: desk.now)
      case .hooking: runHook(index, &desk)
      case .preparing, .ready: begin(index, &desk)
      case .moving(let job): watch(job, item.order, of: item.move, on: item.move.from, index, &desk)
      case .probing: items[index].state = .probing(.due(desk.now))
      case .looking(let node, _): items[index].state = .looking(at: node, notBefore: desk.now)
      // Whether it was unlocked is seen; if not, it is judged anew.
      case .unlocking(let node): items[index].state = .looking(at: node, notBefore: desk.now)
      case .waitingToStart(let node, _): items[index].state = .waitingToStart(on: node, notBefore: desk.now)
      case .starting(let job, let node):
        watch(job, .startGuest(item.move.guest, item.move.kind), of: item.move, on: node, index, &desk)
      case .failed(let failure):
        items[index].strikes = 0
        items[index].starts = 0
        items[index].since = desk.now
        items[index].attemptSince = desk.now
        if !failure.isSettled, let job = item.lastJob {
          // It may still be on its way: its job is watched to its end before anything is judged.
          items[index].state = .moving(job)
          watch(job, item.order, of: item.move, on: item.move.from, index, &desk)
        } else {
          items[index].state = .looking(at: item.move.to, notBefore: desk.now)
        }
      case .arrived: awaitSettled(index, &desk)
      }
    }
  }

  /// Comes back when those that come after it may begin.
  func awaitSettled(_ index: Int, _ desk: inout Desk) {
    guard let settledAt = items[index].settledAt, settledAt > desk.now else { return }
    desk.wake(after: settledAt - desk.now, for: .batch)
  }

  /// Limit of one move: a machine with much memory takes its time and is none the worse for it.
  private func moveLimit(_ item: MoveItem) -> Double {
    // One that takes long to shut down may do so twice.
    max(policy.timing.moveMaxSeconds, item.move.seconds * 3, Double(item.policy.shutdownSeconds) * 2)
  }

  private mutating func advance(_ index: Int, _ lanes: inout MoveLanes, _ desk: inout Desk) {
    let item = items[index]
    switch item.state {
    case .queued(let notBefore):
      guard !isClosed, notBefore <= desk.now, lanes.hasRoom(for: item.move.flight),
        !waitsForOthers(item, at: desk.now)
      else {
        return
      }
      guard nextStart <= desk.now else { return comeBack(&desk) }
      nextStart = desk.now + policy.timing.staggerSeconds
      lanes.begin(item.move.flight)
      items[index].attempts += 1
      items[index].attemptSince = desk.now
      if item.attempts == 0 { items[index].since = desk.now }
      if item.attempts > 0 || !runHooks(.beforeMove, index, &desk) { prepare(index, &desk) }
    case .waitingToStart(let node, let notBefore):
      guard notBefore <= desk.now else { return }
      items[index].starts += 1
      items[index].startsInAll += 1
      let id = jobID("start", items[index].startsInAll, item.move)
      items[index].state = .starting(id, on: node)
      watch(id, .startGuest(item.move.guest, item.move.kind), of: item.move, on: node, index, &desk)
    case .moving(let job):
      guard desk.now - item.jobSince > moveLimit(item) else { return }
      fail(index, "has been moving for \(Phrase.clock(desk.now - item.jobSince)) (job \(job))", settled: false, &desk)
    case .starting(let job, let node):
      guard desk.now - item.jobSince > moveLimit(item) else { return }
      fail(
        index, "has been starting on \(node) for \(Phrase.clock(desk.now - item.jobSince)) (job \(job))",
        remedy: MoveRemedy.start(item.move.guest, kind: item.move.kind, on: node), settled: false, &desk)
    case .ready:
      if !isWatched { begin(index, &desk) }
    case .hooking, .preparing, .looking, .unlocking, .probing, .arrived, .failed: break
    }
  }

  /// A guest leaves before those that it needs and comes home after them, however their moves end.
  private func waitsForOthers(_ item: MoveItem, at now: Timestamp) -> Bool {
    items.contains { !$0.isSettled(at: now) && item.move.after.contains($0.move.guest) }
  }

  /// Comes back when the next move may begin; once, however many wait for it.
  private mutating func comeBack(_ desk: inout Desk) {
    guard !isCalled else { return }
    isCalled = true
    desk.wake(after: nextStart - desk.now, for: .nextStart)
  }

  /// Makes the target ready where that is needed, and begins.
  mutating func prepare(_ index: Int, _ desk: inout Desk) {
    let item = items[index]
    guard item.needsDirectory else { return begin(index, &desk) }
    items[index].state = .preparing
    desk.ask(item.move.to, .prepareContainer(item.move.guest), for: .prepare(item.move.guest), patience: 30)
  }

  private mutating func begin(_ index: Int, _ desk: inout Desk) {
    guard !isWatched else {
      items[index].state = .ready
      return
    }
    let (move, attempts) = (items[index].move, items[index].attempts)
    let id = jobID("move", attempts, move)
    items[index].state = .moving(id)
    items[index].lastJob = id
    if move.way != .live { items[index].downSince = items[index].downSince ?? desk.now }
    say(
      "move.started", .info, move, attempts > 1 ? "once more" : move.way.begins(on: move.leg),
      &desk)
    watch(id, items[index].order, of: move, on: move.from, index, &desk)
  }

  /// Starts a job, or takes it up, and comes back when it takes too long.
  private mutating func watch(
    _ id: JobID, _ order: Order, of move: Plan.Move, on node: NodeName, _ index: Int, _ desk: inout Desk
  ) {
    items[index].jobSince = desk.now
    desk.start(id, order, on: node, phase: phase, guest: move.guest, subject: move.label)
    desk.wake(after: moveLimit(items[index]) + 1, for: .batch)
  }

  private func jobID(_ verb: String, _ number: Int, _ move: Plan.Move) -> JobID {
    JobID("\(phase.rawValue)-\(node)-\(verb)\(round > 0 ? "\(round + 1)" : "")-\(move.guest)-\(number)".lowercased())
  }

  func say(
    _ event: String, _ level: Notice.Level, _ move: Plan.Move, _ message: String, seconds: Double? = nil,
    _ desk: inout Desk
  ) {
    desk.say(
      Notice(
        event: event, level: level, phase: phase, node: node, guest: move.guest, subject: move.label,
        message: message, from: move.way == .shutdown ? nil : move.from, to: move.way == .shutdown ? nil : move.to,
        seconds: seconds))
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
