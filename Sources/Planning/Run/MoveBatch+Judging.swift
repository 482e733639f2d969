import Cluster

/// What became of a move, and what follows from it.
extension MoveBatch {
  /// Seconds until a guest is looked at again: where nodes point at each other, and where someone else's lock is waited
  /// for.
  private static let (undecidedSeconds, lockedSeconds) = (2.0, 15.0)
  /// Seconds before each start of a guest that lies stopped.
  private static let startPauses = [0.0, 5, 15, 30]
  /// Seconds before the second attempt of a move; each further one waits for so much longer.
  private static let attemptPause = 5.0

  mutating func moveEnded(_ index: Int, _ end: Desk.JobEnd, _ desk: inout Desk) {
    switch end {
    case .exited(let exit, let output, let errors):
      let log = MoveLog(output: output, errors: errors)
      items[index].reason = exit == 0 ? "" : log.reason
      items[index].outageSeconds = log.outageSeconds
      if MoveLog.isContention(items[index].reason) { width = max(width / 2, min(2, policy.containerMovesMax)) }
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

  mutating func startEnded(_ index: Int, _ end: Desk.JobEnd, _ now: Timestamp) {
    guard case .starting(_, let node) = items[index].state else { return }
    switch end {
    case .exited(let exit, let output, let errors):
      if exit != 0 { items[index].reason = MoveLog(output: output, errors: errors).reason }
    case .refused(let trouble), .lost(let trouble): items[index].reason = trouble.message
    case .gone: items[index].reason = "its start vanished"
    }
    items[index].state = .looking(at: node, notBefore: now)
  }

  mutating func judge(_ index: Int, _ glance: NodeGlance, _ desk: inout Desk) {
    let move = items[index].move
    let verdict =
      move.way == .shutdown
      ? MoveVerdict.judgeRest(move.guest, on: move.to, isToRun: move.leg == .return, glance: glance)
      : MoveVerdict.judge(move.guest, source: move.from, target: move.to, glance: glance)
    if let place = glance.placements.first(where: { $0.guest == move.guest })?.node,
      [move.from, move.to].contains(place)
    {
      items[index].place = place
    }
    items[index].runs = glance.guests.contains { $0.id == move.guest && $0.status == .running }
    items[index].idleAt[glance.node] = glance.isMoving(move.guest) == false ? desk.now : nil
    let unsureSince = items[index].unsureSince
    items[index].unsureSince = nil
    switch verdict {
    case .arrived where items[index].isToRun && items[index].policy.probe != nil:
      items[index].probedSince = desk.now
      items[index].state = .probing(.due(desk.now))
    case .arrived: arrived(index, &desk)
    case .stoppedOnTarget: restart(index, on: move.to, &desk)
    case .stoppedOnSource: restart(index, on: move.from, &desk)
    case .stayed:
      items[index].downSince = nil
      items[index].wasDown = false
      tryAgain(index, &desk)
    case .leftLocked(let place):
      items[index].unsureSince = unsureSince ?? desk.now
      leftLocked(index, on: place, for: desk.now - (unsureSince ?? desk.now), &desk)
    case .busy(let lock): busy(index, lock, on: glance.node, &desk)
    case .elsewhere(let place):
      fail(
        index, "is on \(place): someone else moved it",
        remedy: MoveRemedy.command(move.guest, kind: move.kind, on: place, to: node), settled: true, &desk)
    case .lookAt(let place):
      items[index].unsureSince = unsureSince ?? desk.now
      guard desk.now - (unsureSince ?? desk.now) < policy.timing.silenceMaxSeconds else {
        fail(index, "may be on \(place), which does not say whether it runs", settled: false, &desk)
        return
      }
      // The first hint is followed at once; nodes that go on pointing at each other are not asked without a pause.
      lookLater(
        index, at: place, after: unsureSince == nil && place != glance.node ? 0 : MoveBatch.undecidedSeconds, &desk)
    case .vanished:
      fail(
        index, "is not in the cluster any more", remedy: "on \(move.from): see the task log of \(move.guest)",
        settled: true, &desk)
    }
  }

  mutating func arrived(_ index: Int, _ desk: inout Desk) {
    if !runHooks(.afterMove, index, &desk) { landed(index, &desk) }
  }

  mutating func landed(_ index: Int, _ desk: inout Desk) {
    let item = items[index]
    items[index].state = .arrived
    items[index].settledAt = desk.now + item.move.settleSeconds
    awaitSettled(index, &desk)
    width = min(width + 1, policy.containerMovesMax)
    let outage = item.outage(at: desk.now)
    let words =
      item.move.way == .shutdown && item.move.leg == .drain
      ? "shut down; it starts again with \(item.move.to)"
      : item.move.way == .live && item.starts == 0
        ? "moved live" + (outage.map { ", paused \(Phrase.seconds($0))" } ?? "")
        : "running again" + (outage.map { " after \(Phrase.seconds($0))" } ?? "")
    say("move.finished", .info, item.move, words, seconds: outage, &desk)
  }

  /// A node that was asked for long is given up; an answer that could not be read may be a matter of a moment.
  mutating func couldNotLook(_ index: Int, at node: NodeName, _ trouble: Trouble, _ desk: inout Desk) {
    let since = items[index].unsureSince ?? desk.now
    items[index].unsureSince = since
    guard trouble.isTransient || desk.now - since >= Rereading.secondsMax else {
      return lookLater(index, at: node, after: Rereading.pauseSeconds, &desk)
    }
    fail(index, "whether it runs could not be seen: \(trouble.message)", settled: false, &desk)
  }

  mutating func lookLater(_ index: Int, at node: NodeName, after seconds: Double, _ desk: inout Desk) {
    items[index].state = .looking(at: node, notBefore: desk.now + seconds)
    if seconds > 0 { desk.wake(after: seconds, for: .batch) }
  }

  /// Someone else's lock is waited for, never broken.
  private mutating func busy(_ index: Int, _ lock: String, on place: NodeName, _ desk: inout Desk) {
    let move = items[index].move
    let since = items[index].lockedSince
    items[index].lockedSince = since ?? desk.now
    let waited = desk.now - (since ?? desk.now)
    guard waited < policy.timing.moveMaxSeconds else {
      let command = place == move.from ? MoveRemedy.command(move) : nil
      fail(
        index, "has been locked (\(lock)) for \(Phrase.clock(waited)) on \(place)",
        remedy: "let what holds the lock finish" + (command.map { "; then \($0)" } ?? ""), settled: true, &desk)
      return
    }
    if since == nil { say("move.waits", .warning, move, "is locked (\(lock)) on \(place): waiting", &desk) }
    // Where it is to go it need not go once more.
    if place == move.to, place != move.from {
      return lookLater(index, at: place, after: MoveBatch.lockedSeconds, &desk)
    }
    items[index].state = .queued(notBefore: desk.now + MoveBatch.lockedSeconds)
    desk.wake(after: MoveBatch.lockedSeconds, for: .batch)
  }

  /// The guest lies stopped where it is. The false "does not exist" of a privileged container's first start on a node
  /// is cured by one more start at once, a device that is late after a boot by later ones.
  /// - Source: facts/pve.md 6.1.
  private mutating func restart(_ index: Int, on node: NodeName, _ desk: inout Desk) {
    items[index].lockedSince = nil
    items[index].downSince = items[index].downSince ?? items[index].attemptSince
    let item = items[index]
    guard item.starts < MoveBatch.startPauses.count else {
      fail(
        index, "does not start on \(node)" + (item.reason.isEmpty ? "" : ": \(item.reason)"),
        remedy: MoveRemedy.start(item.move.guest, kind: item.move.kind, on: node), settled: true, &desk)
      return
    }
    let pause = MoveBatch.startPauses[item.starts]
    if item.isStartedApart, node == item.move.to, item.starts == 0, item.reason.isEmpty {
      say("move.starts", .info, item.move, "moved, starting", &desk)
    } else {
      say(
        "move.start-again", .warning, item.move,
        "stopped on \(node)" + (item.reason.isEmpty ? "" : " (\(item.reason))") + ": starting it"
          + (pause > 0 ? " in \(Int(pause)) s" : ""), &desk)
    }
    items[index].state = .waitingToStart(on: node, notBefore: desk.now + pause)
    if pause > 0 { desk.wake(after: pause, for: .batch) }
  }

  private mutating func tryAgain(_ index: Int, _ desk: inout Desk) {
    let item = items[index]
    if MoveLog.isLock(item.reason) {
      busy(index, MoveLog.lockWord(item.reason), on: item.move.from, &desk)
      return
    }
    items[index].lockedSince = nil
    if item.policy.mayForceStop || !Guard.force.holds, !item.isForced, MoveLog.isStopTimeout(item.reason) {
      return force(index, &desk)
    }
    items[index].strikes += 1
    let rests = item.move.way == .shutdown
    let reason = item.reason.isEmpty ? (rests ? "it still runs" : "its move ended without moving it") : item.reason
    guard items[index].strikes < policy.moveAttemptsMax else {
      // Whoever does not end when its move asks for it does not end for its node either.
      if item.move.mayShutDown, !rests, !MoveLog.isStopTimeout(item.reason) { return rest(index, reason, &desk) }
      let what = rests ? "does not shut down" : "stayed on \(item.move.from)"
      fail(index, "\(what): \(reason)", settled: true, &desk)
      return
    }
    let pause = MoveBatch.attemptPause * Double(items[index].strikes)
    if item.strikes > 0, let other = item.alternatives.first {
      items[index].alternatives.removeFirst()
      items[index].move.to = other
    }
    items[index].starts = 0
    say(
      "move.retried", .warning, item.move,
      rests
        ? "did not shut down (\(reason)): again in \(Int(pause)) s"
        : "stayed on \(item.move.from) (\(reason)): again in \(Int(pause)) s, to \(items[index].move.to)", &desk)
    items[index].state = .queued(notBefore: desk.now + pause)
    desk.wake(after: pause, for: .batch)
  }

  /// Its moves have failed, and policy consents by name: it is shut down with its node, like one that can't move.
  private mutating func rest(_ index: Int, _ reason: String, _ desk: inout Desk) {
    items[index].move.way = .shutdown
    items[index].move.to = items[index].move.from
    items[index].alternatives = []
    items[index].needsDirectory = false
    items[index].strikes = 0
    items[index].starts = 0
    items[index].state = .queued(notBefore: desk.now)
    let place = items[index].move.from
    say(
      "move.rests", .warning, items[index].move,
      "stayed on \(place) (\(reason)): it is shut down with \(place) and started after it, as policy lets it", &desk)
  }

  /// It does not shut down in time, and policy allows force: the next attempt ends it when the time is up again.
  private mutating func force(_ index: Int, _ desk: inout Desk) {
    items[index].isForced = true
    items[index].starts = 0
    items[index].state = .queued(notBefore: desk.now)
    say(
      "move.forced", .warning, items[index].move,
      "did not shut down in \(items[index].policy.shutdownSeconds) s: once more, then by force, as its policy allows",
      &desk)
  }

  mutating func fail(
    _ index: Int, _ message: String, remedy: String? = nil, settled: Bool, isUnwell: Bool = false, _ desk: inout Desk
  ) {
    let move = items[index].move
    let words = remedy ?? MoveRemedy.command(move)
    items[index].state = .failed(
      MoveFailure(
        message: message, remedy: words, isSettled: settled, isRunning: settled && items[index].runs,
        isUnwell: isUnwell, downSince: items[index].runs ? nil : items[index].downSince))
    say("move.failed", .error, move, message, &desk)
  }
}
