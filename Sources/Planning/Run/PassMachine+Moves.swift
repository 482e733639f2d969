import Cluster

/// The moves of a turn: away before the restart, home after it.
extension PassMachine {
  mutating func stepBatch(_ arrival: Desk.Arrival?, _ desk: inout Desk) {
    // A phase that is over waits for what comes next, not for its moves.
    guard var batch, parked == nil else { return }
    let isDraining = phase == .drain
    batch.isClosed = isWaiting || (isDraining && !batch.failures.isEmpty)
    if let arrival { batch.receive(arrival, &desk) } else { batch.pump(&desk) }
    if isDraining, !batch.failures.isEmpty { batch.isClosed = true }
    for item in batch.items { places[item.move.guest] = item.place ?? places[item.move.guest] }
    switch state {
    case .draining: state = .draining(batch)
    case .returning(_, let ending): state = .returning(batch, after: ending)
    case .updating, .surveying, .confirming, .rebooting, .quieting, .over: break
    }
    // A batch that only waits is not over: it goes on when the run does. Only a drain ends with its first failure.
    let isAbandoned = isDraining && !batch.failures.isEmpty
    let waits = isWaiting && !isAbandoned && !batch.items.allSatisfy(\.isOver)
    if batch.isFinished, !waits { batchEnded(batch, &desk) }
  }

  mutating func batchEnded(_ batch: MoveBatch, _ desk: inout Desk) {
    if let lost = batch.failures.first(where: { !$0.failure.isSettled }) {
      hold = Hold(reason: "\(lost.move.label) \(lost.failure.message)", remedy: lost.failure.remedy)
      return
    }
    for item in batch.items where item.isOver { lacks[item.move.guest] = item.lack }
    if case .returning(_, let ending) = state {
      movesDone += batch.arrivedCount
      unwell = batch.failures.first { $0.failure.isUnwell }.map { "\($0.move.label) \($0.failure.message)" }
      state = .over(ending)
    } else if let first = batch.failures.first {
      drainFailed("\(first.move.label) \(first.failure.message)", remedy: first.failure.remedy, &desk)
    } else {
      enter(.updating, &desk)
    }
  }

  mutating func drainFailed(_ reason: String, remedy: String, _ desk: inout Desk) {
    switch policy.onGuestFailure {
    case .hold: hold = Hold(reason: reason, remedy: remedy)
    case .skip:
      desk.say(
        Notice(
          event: "node.skipped", level: .warning, phase: .drain, node: node, subject: node.rawValue,
          message: "is not restarted: a guest could not leave it; bringing the others home"))
      enterReturning(after: .skipped(reason), &desk)
    }
  }

  var drainWords: String {
    guard let batch, !batch.items.isEmpty else { return "no running guests to move" }
    let machines = batch.items.count { $0.move.way == .live }
    let resting = batch.items.count { $0.move.way == .shutdown }
    let containers = batch.items.count { $0.move.way == .restart }
    var parts: [String] = []
    if containers > 0 { parts.append(Phrase.count(containers, "container") + " to restart elsewhere") }
    if machines > 0 { parts.append(Phrase.count(machines, "VM") + " to move live") }
    if resting > 0 { parts.append(Phrase.count(resting, "guest") + " to shut down") }
    return parts.joined(separator: ", ")
  }

  mutating func enterReturning(after ending: Ending, _ desk: inout Desk) {
    movesDone += batch?.arrivedCount ?? 0
    var moves: [Plan.Move] = []
    for move in plannedReturn {
      guard let place = places[move.guest] else { continue }
      // Whoever was shut down is started; whoever never got so far runs.
      let isDown = move.way == .shutdown && lacks[move.guest].map { !$0.isRunning } ?? false
      guard place != node || isDown else { continue }
      var move = move
      move.from = place
      moves.append(move)
    }
    state = .returning(
      MoveBatch(
        moves: moves, needDirectory: needDirectory, node: node, phase: .return, policy: policy, wishes: wishes,
        now: desk.now),
      after: ending)
    if !moves.isEmpty { sayPhase("return", Phrase.count(moves.count, "guest") + " to bring home", &desk) }
    phaseSince = desk.now
    stepBatch(nil, &desk)
  }
}
