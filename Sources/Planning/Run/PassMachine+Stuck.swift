import Cluster

/// A shutdown that never ends: the node answers, its boot is still the old one, and systemd's queue does not empty.
/// Policy says how far it is forced; each rung is taken only after a look that shows the others whole, and one that shows
/// no guest on the node.
/// - Source: facts/pve.md 8.1.
extension PassMachine {
  /// Whether the shutdown has been under way for longer than it, or the last rung, may take.
  func isStuck(_ reboot: Reboot, _ report: BootReport, at now: Timestamp) -> Bool {
    guard report.bootID == reboot.before, !report.queuedShutdown.isEmpty else { return false }
    guard let rungAt = reboot.rungAt else { return now - reboot.orderedAt > policy.timing.shutdownMaxSeconds }
    return now - rungAt > RebootLadder.patienceSeconds
  }

  mutating func unstick(_ reboot: Reboot, _ report: BootReport, _ desk: inout Desk) {
    var reboot = reboot
    // What is being stopped now is what holds the rest up.
    let jobs = report.queuedShutdown.filter { $0.hasSuffix(" running") }
    let cause = (jobs.isEmpty ? report.queuedShutdown : jobs).joined(separator: ", ")
    if !reboot.isStuck {
      reboot.isStuck = true
      sayOfReboot(
        "reboot.stuck", "its shutdown is stuck after \(Phrase.clock(desk.now - reboot.orderedAt)): \(cause)",
        level: .warning, &desk)
    }
    state = .rebooting(reboot)
    guard RebootLadder.rung(after: reboot.rung, policy: policy) != nil else {
      hold = Hold(
        reason: "the shutdown of \(node) is stuck: \(cause)",
        remedy: "no guest runs on it; \(RebootLadder.byHand(after: reboot.rung, address: address)); then "
          + "herdmon resume")
      return
    }
    guard let witness else { return desk.ask(node, .glance, for: .lookBeforeForce(node)) }
    desk.ask(witness, .glance, for: .othersBeforeForce(witness), patience: 0)
  }

  /// The node has its vote as long as it is stuck: it is not taken away while another is.
  mutating func forceIfWhole(_ reboot: Reboot, seen glance: NodeGlance, _ desk: inout Desk) {
    let others = OthersWhole.waits([glance], memberCount: memberCount).filter { $0.node != node }
    let lacks = others + QuorumMargin.waits(before: node, others: [glance])
    guard let first = lacks.first else { return desk.ask(node, .glance, for: .lookBeforeForce(node)) }
    var reboot = reboot
    reboot.missing = first.message
    if !reboot.waitsForOthers {
      reboot.waitsForOthers = true
      sayOfReboot("reboot.waiting", "is not forced yet: \(first.message)", level: .warning, &desk)
    }
    state = .rebooting(reboot)
    askAgain(reboot, &desk)
  }

  mutating func force(_ reboot: Reboot, _ glance: NodeGlance, _ desk: inout Desk) {
    guard glance.bootID == reboot.before else { return askAgain(reboot, &desk) }
    if let guest = glance.guests.first(where: { $0.status != .stopped }) {
      hold = Hold(
        reason: "\(node) is not forced: guest \(guest.id) still runs on it",
        remedy: "stop or move it by hand, then herdmon resume")
      return
    }
    guard let rung = RebootLadder.rung(after: reboot.rung, policy: policy) else { return }
    var reboot = reboot
    reboot.rung = rung
    reboot.rungAt = desk.now
    state = .rebooting(reboot)
    sayOfReboot(
      "reboot.forced", "no guest runs on it, forcing it as policy allows: \(rung.command)", level: .warning,
      &desk)
    desk.ask(node, .forceReboot(rung), for: .reboot, limit: 20, patience: 0)
  }

  /// The order to reboot was refused: by a node that can't start its next kernel directly, or by one that won't.
  mutating func rebootRefused(_ reboot: Reboot, _ trouble: Trouble, _ desk: inout Desk) {
    if reboot.rung != nil {
      // Whether a rung helped is seen by what comes of it; the next one follows when it did not.
      state = .rebooting(reboot)
      desk.wake(after: policy.timing.rebootPollSeconds, for: .bootProof)
    } else if reboot.isDirect {
      var reboot = reboot
      reboot.isDirect = false
      state = .rebooting(reboot)
      sayOfReboot(
        "reboot.indirect",
        "can't start its next kernel directly (\(trouble.message)): restarting through its firmware", level: .warning,
        &desk)
      desk.ask(node, .reboot, for: .reboot, limit: 20, patience: 0)
    } else {
      nodeFailed("refused to reboot: \(trouble.message)", &desk)
    }
  }
}
