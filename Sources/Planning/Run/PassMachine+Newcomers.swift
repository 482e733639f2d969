import Cluster

/// Guests that someone has started on the node, or moved to it, after it was emptied: it is emptied of them too, by a
/// plan made on a fresh look at every node. If more keep coming, whoever sends them wins: the node is left out.
extension PassMachine {
  /// How often a turn does so.
  private static let clearingsMax = 2

  mutating func clear(of arrived: Blocker, _ desk: inout Desk) {
    guard clearings < PassMachine.clearingsMax else {
      return drainFailed("\(arrived.message); no reboot", remedy: arrived.remedy, &desk)
    }
    clearings += 1
    desk.say(
      Notice(
        event: "node.cleared", level: .warning, phase: .reboot, node: node, guest: arrived.guest,
        subject: node.rawValue, message: "\(arrived.message); it is drained as well"))
    lookAtAll(&desk)
  }

  mutating func lookAtAll(_ desk: inout Desk) {
    state = .clearing(RunMachine.Surveys(of: known, timing: policy.timing, &desk))
  }

  mutating func clearStep(_ surveys: RunMachine.Surveys, _ arrival: Desk.Arrival, _ desk: inout Desk) {
    var surveys = surveys
    guard surveys.take(arrival, known: known, at: desk.now) else { return }
    state = .clearing(surveys)
    guard surveys.waitingFor.isEmpty else { return }
    if let abandoned { return enterReturning(after: .skipped(abandoned), &desk) }
    let seen = surveys.inventory(known: known, at: desk.now)
    // The look before the reboot waits for whoever is silent.
    guard !surveys.answers.isEmpty, let here = seen.node(node) else { return enterConfirming(&desk) }
    drainNewcomers(on: here, in: seen, &desk)
  }

  private mutating func drainNewcomers(on here: Node, in seen: Inventory, _ desk: inout Desk) {
    var strict = policy
    // Whoever can't leave is named, and what becomes of the node then is decided below.
    strict.onGuestFailure = .hold
    let draft = Planner.pass(
      on: here, of: PlannedCluster(inventory: seen, homes: homes, policy: strict), scope: .drain([node]),
      policy: strict, forecast: forecast)
    if let first = draft.found.blockers.first { return drainFailed(first.message, remedy: first.remedy, &desk) }
    // What policy lets become of them is named before it does.
    for warning in draft.found.warnings {
      desk.say(
        Notice(
          event: "run.warning", level: .warning, phase: .reboot, node: node, guest: warning.guest,
          subject: node.rawValue, message: warning.message))
    }
    left.formUnion(draft.pass.left)
    let leaving = Set(draft.pass.drain.map(\.guest))
    expect(seen.guests.filter { leaving.contains($0.id) }, draft.pass.drain)
    state = .draining(
      MoveBatch(
        moves: draft.pass.drain, alternatives: draft.alternatives, needDirectory: needDirectory, node: node,
        phase: .drain, round: clearings, policy: policy, wishes: wishes, forecast: forecast, now: desk.now))
    sayPhase("drain", drainWords, &desk)
    // Monitoring is told of the new ones before they are touched.
    if leaving.isEmpty || !takeCover(&desk) { stepBatch(nil, &desk) }
  }

  /// Takes guests into the turn's books. Those that belong here, or that someone has started here, come home with the
  /// others.
  private mutating func expect(_ guests: [Guest], _ drain: [Plan.Move]) {
    needDirectory.formUnion(guests.filter(\.needsDirectory).map(\.id))
    for guest in guests {
      wishes[guest.id] = policy.of(guest)
      places[guest.id] = guest.node
      lacks[guest.id] = nil
    }
    let unnamed = guests.map(NamedGuest.init).filter { guest in !named.contains { $0.id == guest.id } }
    named += unnamed
    cover?.silence.guests += unnamed
    let draft = MoveDraft(policy: policy, forecast: forecast)
    for move in drain {
      plannedDrain.removeAll { $0.guest == move.guest }
      plannedDrain.append(move)
      guard homes[move.guest] == nil, let guest = guests.first(where: { $0.id == move.guest }) else { continue }
      plannedReturn.removeAll { $0.guest == move.guest }
      plannedReturn +=
        move.way == .shutdown ? draft.up([guest]) : draft.home([guest], to: node, from: [guest.id: move.to])
    }
  }
}

extension Guest {
  /// Whether its first start on a node fails unless a directory is made before.
  /// - Source: facts/pve.md 6.1.
  var needsDirectory: Bool { isPrivileged && !devices.isEmpty }
}
