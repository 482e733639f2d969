import Cluster

/// The moves of a turn: away before the restart, home after it.
extension PassMachine {
  mutating func stepBatch(_ arrival: Desk.Arrival?, _ desk: inout Desk) {
    // A phase that is over waits for what comes next, not for its moves.
    guard var batch, parked == nil, isReady else { return }
    let isDraining = phase == .drain
    func isAbandoned(_ batch: MoveBatch) -> Bool { isDraining && (!batch.failures.isEmpty || abandoned != nil) }
    let isResting = isWaiting || isLapsed(desk)
    batch.isClosed = isResting || isAbandoned(batch)
    batch.isWatched = isLapsed(desk)
    if let arrival { batch.receive(arrival, &desk) } else { batch.pump(&desk) }
    if isAbandoned(batch) { batch.isClosed = true }
    for item in batch.items { places[item.move.guest] = item.place ?? places[item.move.guest] }
    switch state {
    case .draining: state = .draining(batch)
    case .returning(_, let ending): state = .returning(batch, after: ending)
    default: break
    }
    // A batch that only waits is not over: it goes on when the run does. Only a drain ends with its first failure.
    let waits = isResting && !isAbandoned(batch) && !batch.items.allSatisfy(\.isOver)
    if batch.isFinished, !waits { batchEnded(batch, &desk) }
  }

  /// Puts moves back that the operator has changed, and goes on with them.
  mutating func replace(_ batch: MoveBatch, _ desk: inout Desk) {
    switch state {
    case .draining: state = .draining(batch)
    case .returning(_, let ending): state = .returning(batch, after: ending)
    default: return
    }
    stepBatch(nil, &desk)
  }

  mutating func batchEnded(_ batch: MoveBatch, _ desk: inout Desk) {
    if let lost = batch.failures.first(where: { !$0.failure.isSettled }) {
      hold = Hold(reason: "\(lost.move.label) \(lost.failure.message)", remedy: lost.failure.remedy)
      return
    }
    for item in batch.items where item.isOver { lacks[item.move.guest] = item.lack }
    noteRests(of: batch)
    if case .returning(_, let ending) = state {
      movesDone += batch.arrivedCount
      unwell =
        unwell ?? batch.failures.first { $0.failure.isUnwell }.map { "\($0.move.label) \($0.failure.message)" }
      close(ending, &desk)
    } else if let abandoned, batch.failures.isEmpty {
      enterReturning(after: .skipped(abandoned), &desk)
    } else if action == .drain, batch.failures.isEmpty {
      movesDone += batch.arrivedCount
      close(.done(restarted: false), &desk)
    } else if let first = batch.failures.first {
      drainFailed("\(first.move.label) \(first.failure.message)", remedy: first.failure.remedy, &desk)
    } else {
      enter(clearings > 0 ? .confirming : .updating, &desk)
    }
  }

  /// A guest that was shut down because its moves have failed is started where it is.
  private mutating func noteRests(of batch: MoveBatch) {
    for rest in batch.items.map(\.move) where rest.way == .shutdown && rest.leg == .drain {
      if let place = plannedDrain.firstIndex(where: { $0.guest == rest.guest }) { plannedDrain[place] = rest }
      let back = plannedReturn.firstIndex { $0.guest == rest.guest }
      guard action == .restart, back.map({ plannedReturn[$0].way != .shutdown }) ?? true else { continue }
      var start = rest
      start.leg = .return
      start.after = back.map { plannedReturn[$0].after } ?? []
      if let back { plannedReturn[back] = start } else { plannedReturn.append(start) }
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

  /// Gives the node up: what is in flight arrives, then its guests come home. A reboot that was ordered is waited for.
  mutating func abandon(because reason: String, _ desk: inout Desk) {
    guard abandoned == nil else { return }
    abandoned = reason
    isGated = false
    isWaiting = false
    if parked != nil {
      parked = nil
      if hooks?.traveller != nil { hooks = nil }
      enterReturning(after: .skipped(reason), &desk)
    } else {
      stepBatch(nil, &desk)
    }
  }

  /// The way home of every guest that this turn may have moved away; where they were to stay away, none is planned.
  private var wayBack: [Plan.Move] {
    let planned = Set(plannedReturn.map(\.guest))
    let others = plannedDrain.filter { !planned.contains($0.guest) && homes[$0.guest] == node }
    return plannedReturn
      + others.map { move in
        var back = move
        (back.from, back.to, back.leg) = (move.to, node, .return)
        return back
      }
  }

  /// What this turn has set on the cluster is taken back first, then the guests come home.
  mutating func enterReturning(after ending: Ending, _ desk: inout Desk) {
    movesDone += batch?.arrivedCount ?? 0
    if isFlagged { enterUnflagging(after: ending, &desk) } else { bringBack(after: ending, &desk) }
  }

  /// First those that HA brings back.
  mutating func bringBack(after ending: Ending, _ desk: inout Desk) {
    let isAway = managed.contains { places[$0.guest] != node }
    if isMaintained || isAway { enterRestoring(after: ending, &desk) } else { beginReturning(after: ending, &desk) }
  }

  mutating func beginReturning(after ending: Ending, _ desk: inout Desk) {
    let isUndone = if case .done = ending { false } else { true }
    let back = isUndone ? wayBack : plannedReturn
    var moves: [Plan.Move] = []
    for move in back {
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
        moves: moves, needDirectory: needDirectory, downSince: lacks.compactMapValues(\.downSince), node: node,
        phase: .return, policy: policy, wishes: wishes, forecast: forecast, now: desk.now),
      after: ending)
    if !moves.isEmpty { sayPhase("return", Phrase.count(moves.count, "guest") + " to bring home", &desk) }
    phaseSince = desk.now
    stepBatch(nil, &desk)
  }
}
