import Cluster

/// HA maintenance around a turn: the HA stack empties the node of its guests before all others move, and brings them
/// back when the node is back. An enabled maintenance says nothing yet: each guest is watched until it has arrived.
/// - Source: facts/pve.md 7.2.
extension PassMachine {
  /// HA guests on their way, out or back.
  struct Maintenance: Sendable {
    var since: Timestamp
    /// Whether the stack was asked to bring guests back; not before they may be touched.
    var isBegun = false
    /// Since when the stack has had nothing under way, while guests are still missing.
    var idleSince: Timestamp?
    /// Guests that were asked for one by one, because the stack did not bring them back by itself.
    var called: Set<GuestID> = []
    /// How those do that are back and that must prove to be well.
    var recovery = Recovery()
    /// Guests that are not where they are to go, for messages.
    var missing: [GuestID] = []
  }

  /// Guests that the stack has taken away from the node or is moving, as far as is known.
  var drainedByHA: [GuestID] {
    if case .restoring(let maintenance, _) = state, !maintenance.missing.isEmpty { return maintenance.missing }
    return isMaintained ? managed.map(\.guest) : []
  }

  /// Seconds without any move of the stack's after which guests are asked for one by one: some of its rounds.
  private static let idleSecondsMax = 60.0
  /// Between two questions, in seconds: the stack acts in rounds of about ten.
  private static let lookSeconds = 5.0

  // MARK: Out

  mutating func enterEmptying(_ desk: inout Desk) {
    guard case .draining(let batch) = state else { return }
    if announce(.drain, &desk) {
      parked = .emptying
      return
    }
    state = .emptying(Maintenance(since: desk.now), then: batch)
    isMaintained = true
    sayPhase("drain", "HA maintenance, \(Phrase.count(managed.count, "HA guest")) to leave", &desk)
    desk.askOnceRecorded(node, .maintain(node, isOn: true), for: .maintenance(node))
  }

  mutating func emptyStep(
    _ maintenance: Maintenance, then batch: MoveBatch, _ arrival: Desk.Arrival, _ desk: inout Desk
  ) {
    switch arrival {
    case .answer(.maintenance(node), _), .gaveUp(.maintenance(node), _), .alarm(.availability(node)):
      // Not sooner than the order is answered: what ends the maintenance must not overtake what begins it.
      if let abandoned { return enterReturning(after: .skipped(abandoned), &desk) }
    default: break
    }
    switch arrival {
    case .answer(.maintenance(node), _):
      lookAtServices(after: PassMachine.lookSeconds, &desk)
    case .gaveUp(.maintenance(node), let trouble):
      drainFailed("HA maintenance of \(node) could not be set: \(trouble.message)", remedy: trouble.remedy, &desk)
    case .gaveUp(.availability(node), let trouble):
      drainFailed("HA does not tell how it empties \(node): \(trouble.message)", remedy: trouble.remedy, &desk)
    case .alarm(.availability(node)):
      desk.ask(node, .availability, for: .availability(node))
    case .answer(.availability(node), .availability(let seen)):
      judgeLeaving(maintenance, then: batch, seen, &desk)
    case .answer, .gaveUp, .jobEnded, .alarm: break
    }
  }

  private mutating func judgeLeaving(
    _ maintenance: Maintenance, then batch: MoveBatch, _ seen: Availability, _ desk: inout Desk
  ) {
    var maintenance = maintenance
    note(seen)
    // Also services that came here since the plan was made have to leave.
    let left = seen.services.filter { $0.node == node && $0.holdsNode }.map(\.guest)
    let underway = managed.map(\.guest).filter { guest in
      seen.services.contains { $0.guest == guest && $0.node != node && $0.state != "started" }
    }
    maintenance.missing = Set(left + underway).sorted()
    tell(maintenance, &desk)
    if maintenance.missing.isEmpty, seen.maintenance.contains(node) {
      desk.say(
        Notice(
          event: "ha.left", phase: .drain, node: node, subject: node.rawValue,
          message: "all HA guests run elsewhere after \(Phrase.seconds(desk.now - maintenance.since))"))
      state = .draining(batch)
      sayPhase("drain", drainWords, &desk)
      greet(.drain, &desk)
      stepBatch(nil, &desk)
    } else if desk.now - maintenance.since > policy.timing.maintenanceMaxSeconds {
      let names = maintenance.missing.map { "guest \($0)" }.joined(separator: ", ")
      drainFailed(
        "HA did not empty it in \(Phrase.clock(policy.timing.maintenanceMaxSeconds))"
          + (names.isEmpty ? ": it never entered maintenance" : "; left are \(names)"),
        remedy: "see ha-manager status, and HA rules or local resources that hold them", &desk)
    } else {
      state = .emptying(maintenance, then: batch)
      lookAtServices(after: PassMachine.lookSeconds, &desk)
    }
  }

  // MARK: Back

  /// Ends the maintenance if this turn has set one, and waits until its guests are back.
  mutating func enterRestoring(after ending: Ending, _ desk: inout Desk) {
    state = .restoring(Maintenance(since: desk.now), after: ending)
    guard isReady, !isLapsed(desk), !announce(.return, &desk) else { return }
    state = .restoring(Maintenance(since: desk.now, isBegun: true), after: ending)
    sayPhase("return", "HA brings \(Phrase.count(managed.count, "guest")) back", &desk)
    if isMaintained {
      desk.ask(node, .maintain(node, isOn: false), for: .maintenance(node))
    } else {
      lookAtServices(after: 0, &desk)
    }
  }

  mutating func restoreStep(
    _ maintenance: Maintenance, after ending: Ending, _ arrival: Desk.Arrival, _ desk: inout Desk
  ) {
    switch arrival {
    case .answer(.maintenance(node), _):
      lookAtServices(after: PassMachine.lookSeconds, &desk)
    case .gaveUp(.maintenance(node), let trouble), .gaveUp(.availability(node), let trouble):
      hold = Hold(
        reason: "HA maintenance of \(node) could not be seen to end: \(trouble.message)",
        remedy: UndoItem.maintenance(node).remedy + ", then herdmon resume")
    case .alarm(.availability(node)):
      desk.ask(node, .availability, for: .availability(node))
    case .answer(.availability(node), .availability(let seen)):
      judgeComing(maintenance, after: ending, seen, &desk)
    case .answer(.probe(let guest), .health(let health)):
      heardOfHealth(guest, health, maintenance, after: ending, &desk)
    case .gaveUp(.probe(let guest), let trouble):
      heardOfHealth(guest, Health(isGood: false, seen: trouble.message), maintenance, after: ending, &desk)
    case .answer, .gaveUp, .jobEnded, .alarm: break
    }
  }

  private mutating func judgeComing(
    _ maintenance: Maintenance, after ending: Ending, _ seen: Availability, _ desk: inout Desk
  ) {
    var maintenance = maintenance
    note(seen)
    let isOver = !seen.maintenance.contains(node) && !seen.requested.contains(node)
    // A guest that is not managed any more is nobody's to wait for; the last look at the end of the run finds it.
    let absent = managed.map(\.guest).filter { guest in
      seen.services.contains { $0.guest == guest && !($0.node == node && $0.state == "started") }
    }
    maintenance.missing = absent.filter { homes[$0] == node }
    let isIdle = isOver && !seen.services.contains { ["migrate", "relocate"].contains($0.state) }
    maintenance.idleSince = isIdle ? maintenance.idleSince ?? desk.now : nil
    tell(maintenance, &desk)
    if isOver { isMaintained = false }
    // The stack brings back here whoever it took away from here, also whom someone else had brought: that interrupts it
    // once more, and only then is it seen where it is.
    let isAtRest = maintenance.idleSince.map { desk.now - $0 > PassMachine.idleSecondsMax } ?? false
    if isOver, maintenance.missing.isEmpty, absent.isEmpty || isAtRest {
      askForHealth(maintenance, after: ending, &desk)
    } else if desk.now - maintenance.since > policy.timing.maintenanceMaxSeconds {
      giveUp(maintenance, isOver: isOver, after: ending, &desk)
    } else {
      callStragglers(&maintenance, &desk)
      state = .restoring(maintenance, after: ending)
      lookAtServices(after: PassMachine.lookSeconds, &desk)
    }
  }

  /// Asks for those that the stack does not bring back by itself: keep-together rules, or someone who moved them.
  private mutating func callStragglers(_ maintenance: inout Maintenance, _ desk: inout Desk) {
    guard !isLapsed(desk), let since = maintenance.idleSince, desk.now - since > PassMachine.idleSecondsMax else {
      return
    }
    for move in managed where maintenance.missing.contains(move.guest) && !maintenance.called.contains(move.guest) {
      maintenance.called.insert(move.guest)
      desk.say(
        Notice(
          event: "ha.called", level: .warning, phase: .return, node: node, guest: move.guest, subject: move.label,
          message: "did not come back by itself: asking HA for it"))
      // Whether the order got through or not, the next look tells whether it came.
      desk.ask(node, .migrateManaged(move.guest, move.kind, to: node), for: .managedMove(move.guest))
    }
    maintenance.idleSince = desk.now
  }

  private mutating func giveUp(
    _ maintenance: Maintenance, isOver: Bool, after ending: Ending, _ desk: inout Desk
  ) {
    guard isOver else {
      hold = Hold(
        reason: "HA maintenance of \(node) has not ended after \(Phrase.clock(desk.now - maintenance.since))",
        remedy: UndoItem.maintenance(node).remedy + ", then herdmon resume")
      return
    }
    for move in managed where maintenance.missing.contains(move.guest) {
      desk.say(
        Notice(
          event: "ha.missing", level: .error, phase: .return, node: node, guest: move.guest, subject: move.label,
          message: "HA did not bring it back to \(node)"))
    }
    greet(.return, &desk)
    beginReturning(after: ending, &desk)
  }

  // MARK: Both

  func lookAtServices(after seconds: Double, _ desk: inout Desk) {
    desk.wake(after: seconds, for: .availability(node))
  }

  private mutating func note(_ seen: Availability) {
    for service in seen.services where managed.contains(where: { $0.guest == service.guest }) {
      places[service.guest] = service.node
    }
  }

  private mutating func tell(_ maintenance: Maintenance, _ desk: inout Desk) {
    detail = maintenance.missing.isEmpty ? "" : "\(Phrase.count(maintenance.missing.count, "HA guest")) under way"
  }
}

extension Availability.Service {
  /// Whether it keeps its node from being empty. One that HA keeps stopped stays where it is, and one in error needs a
  /// human, who is told when the time is up.
  fileprivate var holdsNode: Bool { state != "stopped" && state != "disabled" && state != "ignored" }
}
