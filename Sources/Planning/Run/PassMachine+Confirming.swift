import Cluster

/// The last look before the reboot: at the node itself, and at all others. What is checked stands in
/// `Checks.beforeReboot`.
extension PassMachine {
  /// So long may the last look take, in seconds. Longer, and all are asked anew: a controller may have slept since.
  private static let wordSecondsMax = 60.0
  /// Findings that are work of others.
  private static let works: Set<String> = ["task-running", "replicating"]

  mutating func enterConfirming(after ordered: Reboot? = nil, _ desk: inout Desk) {
    state = .confirming(Confirmation(since: desk.now, askedAt: desk.now, ordered: ordered))
    phaseSince = desk.now
    lookAround(&desk)
  }

  /// The others are asked first and the node itself last, so that nothing stands between the look at its guests and
  /// the order.
  private mutating func lookAround(_ desk: inout Desk) {
    guard case .confirming(var confirmation) = state else { return }
    guard memberCount == 1 || !others.isEmpty else {
      hold = Hold(
        reason: "\(node) is not rebooted: no other node answers", remedy: "bring the others back, then herdmon resume")
      return
    }
    confirmation.askedAt = desk.now
    confirmation.waitingFor = Set(others)
    confirmation.seen = []
    confirmation.silent = []
    state = .confirming(confirmation)
    // Each look asks once: it is repeated as a whole.
    for other in others { desk.ask(other, .glance, for: .witness(other), patience: 0) }
    if others.isEmpty { desk.ask(node, .glance, for: .lookBeforeReboot(node)) }
  }

  mutating func confirmStep(_ confirmation: Confirmation, _ arrival: Desk.Arrival, _ desk: inout Desk) {
    var confirmation = confirmation
    switch arrival {
    case .answer(.witness(let other), .glance(let glance)):
      confirmation.seen.append(glance)
      heard(from: other, confirmation, &desk)
    case .gaveUp(.witness(let other), let trouble):
      confirmation.silent.append(
        Blocker(code: "node-silent", node: other, message: trouble.message, remedy: "bring \(other) back"))
      heard(from: other, confirmation, &desk)
    case .answer(.lookBeforeReboot(node), .glance(let glance)):
      judge(confirmation, glance, &desk)
    case .alarm(.lookAgain(node)):
      lookAround(&desk)
    case .gaveUp(.lookBeforeReboot, let trouble):
      hold = Hold(reason: "\(node) is not rebooted: \(trouble.message)", remedy: trouble.remedy)
    case .answer, .gaveUp, .jobEnded, .alarm: break
    }
  }

  private mutating func heard(from other: NodeName, _ confirmation: Confirmation, _ desk: inout Desk) {
    var confirmation = confirmation
    guard confirmation.waitingFor.remove(other) != nil else { return }
    state = .confirming(confirmation)
    if confirmation.waitingFor.isEmpty { desk.ask(node, .glance, for: .lookBeforeReboot(node)) }
  }

  private mutating func judge(_ confirmation: Confirmation, _ glance: NodeGlance, _ desk: inout Desk) {
    if let ordered = confirmation.ordered, glance.bootID != ordered.before || !glance.queuedShutdown.isEmpty {
      // The order did get through.
      state = .rebooting(ordered)
      desk.wake(after: policy.timing.rebootPollSeconds, for: .bootProof)
      return
    }
    var found = Checks.beforeReboot(
      of: glance, address: address, leaving: left, others: confirmation.seen, memberCount: memberCount)
    if Guard.othersWhole.holds { found.waits += confirmation.silent }
    let arrived = found.blockers.first { $0.code == EmptyNode.code }
    if let first = found.blockers.first(where: { $0.code != EmptyNode.code }) {
      hold = Hold(reason: "\(node) is not rebooted: \(first.message)", remedy: first.remedy)
    } else if !found.waits.isEmpty {
      lookLater(confirmation, because: found.waits, &desk)
    } else if let abandoned {
      enterReturning(after: .skipped(abandoned), &desk)
    } else if let arrived {
      clear(of: arrived, &desk)
    } else if desk.now - confirmation.askedAt <= PassMachine.wordSecondsMax {
      guard isReady, !isWaiting, !isLapsed(desk) else {
        parked = .confirming
        return
      }
      order(before: glance.bootID, orders: (confirmation.ordered?.orders ?? 0) + 1, &desk)
    } else {
      let slow = Blocker(
        code: "slow", node: node, message: "the nodes answer too slowly", remedy: "see what keeps them busy")
      lookLater(confirmation, because: [slow], &desk)
    }
  }

  private mutating func lookLater(_ confirmation: Confirmation, because reasons: [Blocker], _ desk: inout Desk) {
    var confirmation = confirmation
    let waited = desk.now - confirmation.since
    // Only work of others may take as long as policy lets it; a cluster that is not whole is worth an alarm sooner.
    let isWork = reasons.allSatisfy { PassMachine.works.contains($0.code) }
    guard waited < (isWork ? policy.busyWaitSeconds : policy.timing.silenceMaxSeconds) else {
      return giveUpReboot(reasons[0], &desk)
    }
    for reason in reasons where !confirmation.said.contains(where: { $0.isSame(as: reason) }) {
      confirmation.said.append(reason)
      desk.say(
        Notice(
          event: "node.waiting", level: .warning, phase: .reboot, node: node, guest: reason.guest,
          subject: node.rawValue, message: "waits with its reboot: \(reason.message)"))
    }
    state = .confirming(confirmation)
    desk.wake(after: policy.timing.rebootPollSeconds, for: .lookAgain(node))
  }

  private mutating func giveUpReboot(_ reason: Blocker, _ desk: inout Desk) {
    if PassMachine.works.contains(reason.code), policy.onGuestFailure == .skip {
      enterReturning(after: .skipped("updated, not rebooted: \(reason.message)"), &desk)
    } else {
      hold = Hold(
        reason: "\(node) is not rebooted: \(reason.message)", remedy: reason.remedy + ", then herdmon resume")
    }
  }

  private mutating func order(before: BootID, orders: Int, _ desk: inout Desk) {
    var reboot = Reboot(before: before, orderedAt: desk.now, orders: orders)
    reboot.isDirect = policy.rebootMethod == .kexec && orders == 1 && !expectedKernel.isEmpty
    state = .rebooting(reboot)
    sayPhase("reboot", orders > 1 ? "ordered once more" : "ordered", &desk)
    desk.ask(
      node, reboot.isDirect ? .kexec(kernel: expectedKernel) : .reboot, for: .reboot, limit: 20, patience: 0)
  }
}
