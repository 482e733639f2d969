import Cluster

/// HA guests with a probe count as back when they are well, like those that herdmon moves itself.
extension PassMachine {
  /// What probes of HA guests have shown.
  struct Recovery: Sendable {
    /// Since when they are asked.
    var since: Timestamp?
    /// Guests that are being asked.
    var asked: Set<GuestID> = []
    /// Guests that are well, or whose time is up.
    var settled: Set<GuestID> = []
    /// What the others showed last.
    var complaints: [GuestID: String] = [:]
  }

  /// Between two questions, in seconds.
  private static let pauseSeconds = 5.0

  mutating func askForHealth(_ maintenance: Maintenance, after ending: Ending, _ desk: inout Desk) {
    var maintenance = maintenance
    let since = maintenance.recovery.since ?? desk.now
    maintenance.recovery.since = since
    for move in managed where homes[move.guest] == node && !maintenance.recovery.settled.contains(move.guest) {
      guard let probe = wishes[move.guest]?.probe else { continue }
      if let complaint = maintenance.recovery.complaints[move.guest], desk.now - since >= probe.limitSeconds {
        maintenance.recovery.settled.insert(move.guest)
        isUnwell(move, after: desk.now - since, complaint, probe, &desk)
      } else {
        maintenance.recovery.asked.insert(move.guest)
        desk.ask(
          node, .probe(move.guest, move.kind, probe.check), for: .probe(move.guest), limit: 30, patience: 30)
      }
    }
    state = .restoring(maintenance, after: ending)
    guard maintenance.recovery.asked.isEmpty else { return }
    desk.say(
      Notice(
        event: "ha.back", phase: .return, node: node, subject: node.rawValue,
        message: "all its HA guests are back after \(Phrase.seconds(desk.now - maintenance.since))"))
    greet(.return, &desk)
    beginReturning(after: ending, &desk)
  }

  mutating func heardOfHealth(
    _ guest: GuestID, _ health: Health, _ maintenance: Maintenance, after ending: Ending, _ desk: inout Desk
  ) {
    var maintenance = maintenance
    guard maintenance.recovery.asked.remove(guest) != nil,
      let move = managed.first(where: { $0.guest == guest })
    else { return }
    if health.isGood {
      maintenance.recovery.settled.insert(guest)
      desk.say(
        Notice(
          event: "move.healthy", phase: .return, node: node, guest: guest, subject: move.label,
          message: "is well: \(health.seen)"))
    } else {
      maintenance.recovery.complaints[guest] = health.seen
    }
    state = .restoring(maintenance, after: ending)
    // The stack is asked as well: it may have moved one that is not well once more.
    if maintenance.recovery.asked.isEmpty { lookAtServices(after: health.isGood ? 0 : PassMachine.pauseSeconds, &desk) }
  }

  /// The others come home all the same, and no further node is begun.
  private mutating func isUnwell(
    _ move: Plan.Move, after seconds: Double, _ complaint: String, _ probe: HealthProbe, _ desk: inout Desk
  ) {
    let message = "runs on \(node) but is not well after \(Phrase.seconds(seconds)): \(complaint)"
    unwell = unwell ?? "\(move.label) \(message)"
    desk.say(
      Notice(
        event: "ha.unwell", level: .error, phase: .return, node: node, guest: move.guest, subject: move.label,
        message: "\(message); it is asked \(probe.check.words)"))
  }
}
