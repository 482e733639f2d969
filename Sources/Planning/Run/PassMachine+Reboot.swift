import Cluster

extension PassMachine {
  /// The last look before the reboot: a node that still runs a guest is not rebooted, and never while the others are
  /// not whole.
  mutating func enterConfirming(_ desk: inout Desk) {
    state = .confirming(Confirmation(since: desk.now))
    phaseSince = desk.now
    desk.ask(node, .glance, for: .lookBeforeReboot(node))
  }

  mutating func confirmStep(_ confirmation: Confirmation, _ arrival: Desk.Arrival, _ desk: inout Desk) {
    var confirmation = confirmation
    switch arrival {
    case .answer(.lookBeforeReboot(node), .glance(let glance)):
      confirmation.glance = glance
      state = .confirming(confirmation)
      if let guest = glance.guests.first(where: { $0.status != .stopped }) {
        nodeFailed("guest \(guest.id) runs on it: it was started or moved there behind our back; no reboot", &desk)
      } else if let queued = glance.queuedShutdown.first {
        hold = Hold(
          reason: "\(node) already has a shutdown queued (\(queued))", remedy: "ssh root@\(address) systemctl list-jobs"
        )
      } else if let witness {
        desk.ask(witness, .glance, for: .witness(witness))
      } else {
        order(before: glance.bootID, &desk)
      }
    case .answer(.witness, .glance(let other)):
      guard let glance = confirmation.glance else { return }
      let away = other.members.filter { !$0.isOnline }.map(\.name.rawValue)
      if other.isQuorate, away.isEmpty, other.members.count >= memberCount {
        order(before: glance.bootID, &desk)
      } else if desk.now - confirmation.since < policy.timing.silenceMaxSeconds {
        desk.wake(after: policy.timing.rebootPollSeconds, for: .lookAgain(node))
      } else {
        let lack = away.isEmpty ? "the cluster is not quorate" : away.joined(separator: ", ") + " is away"
        hold = Hold(
          reason: "\(node) is not rebooted: \(lack)", remedy: "bring the cluster together, then herdmon resume")
      }
    case .alarm(.lookAgain(node)):
      desk.ask(node, .glance, for: .lookBeforeReboot(node))
    case .gaveUp(.lookBeforeReboot, let trouble), .gaveUp(.witness, let trouble):
      hold = Hold(reason: "\(node) is not rebooted: \(trouble.message)", remedy: trouble.remedy)
    case .answer, .gaveUp, .jobEnded, .alarm: break
    }
  }

  mutating func order(before: BootID, _ desk: inout Desk) {
    state = .rebooting(Reboot(before: before, orderedAt: desk.now))
    sayPhase("reboot", "ordered", &desk)
    desk.ask(node, .reboot, for: .reboot, limit: 20, patience: 0)
  }

  mutating func rebootStep(_ reboot: Reboot, _ arrival: Desk.Arrival, _ desk: inout Desk) {
    var reboot = reboot
    switch arrival {
    case .answer(.reboot, _):
      desk.wake(after: policy.timing.rebootPollSeconds, for: .bootProof)
    case .gaveUp(.reboot, let trouble):
      if trouble.isTransient {
        // The order may have been carried out and the answer lost: the boot id will tell.
        desk.wake(after: policy.timing.rebootPollSeconds, for: .bootProof)
      } else {
        nodeFailed("refused to reboot: \(trouble.message)", &desk)
      }
    case .alarm(.bootProof):
      desk.ask(node, .bootReport(devices: devices), for: .bootProof, limit: 20, patience: 0)
    case .gaveUp(.bootProof, let trouble):
      if trouble.isTransient, !reboot.wasDown {
        reboot.wasDown = true
        desk.say(
          Notice(
            event: "node.down", phase: .reboot, node: node, subject: node.rawValue, message: "is down, as it should be")
        )
      }
      reboot.missing = trouble.message
      state = .rebooting(reboot)
      askAgain(reboot, &desk)
    case .answer(.bootProof, .boot(let report)):
      reboot.report = report
      weigh(reboot, witness: nil, &desk)
    case .answer(.witness, .glance(let glance)):
      weigh(reboot, witness: glance, &desk)
    case .gaveUp(.witness, let trouble):
      reboot.missing = trouble.message
      state = .rebooting(reboot)
      askAgain(reboot, &desk)
    case .answer, .gaveUp, .jobEnded, .alarm: break
    }
  }

  mutating func weigh(_ reboot: Reboot, witness glance: NodeGlance?, _ desk: inout Desk) {
    var reboot = reboot
    guard let report = reboot.report else { return }
    let steps = RebootProof.steps(
      before: reboot.before, report: report, storages: storages, members: memberCount, witness: glance)
    if report.bootID != reboot.before {
      for step in steps where step.holds && !reboot.stepsSeen.contains(step.code) {
        reboot.stepsSeen.insert(step.code)
        desk.say(
          Notice(
            event: "reboot.proof", phase: .reboot, node: node, subject: node.rawValue,
            message: "\(step.title): \(step.seen)"))
      }
    }
    let open = steps.filter { !$0.holds }
    reboot.missing = open.map { "\($0.title): \($0.seen)" }.joined(separator: "; ")
    detail = open.first?.title ?? ""
    state = .rebooting(reboot)
    if open.isEmpty {
      proved(report, since: reboot.orderedAt, &desk)
    } else if open.map(\.code) == ["witness"], glance == nil, let witness {
      desk.ask(witness, .glance, for: .witness(witness), patience: 0)
    } else {
      askAgain(reboot, &desk)
    }
  }

  mutating func askAgain(_ reboot: Reboot, _ desk: inout Desk) {
    let waited = desk.now - reboot.orderedAt
    guard waited > policy.timing.rebootMaxSeconds else {
      desk.wake(after: policy.timing.rebootPollSeconds, for: .bootProof)
      return
    }
    hold = Hold(
      reason: "\(node) is not back \(Phrase.clock(waited)) after the order to reboot: \(reboot.missing)",
      remedy: "look at its console; ssh root@\(address) systemctl list-jobs, journalctl -b; then herdmon resume")
  }

  mutating func proved(_ report: BootReport, since: Timestamp, _ desk: inout Desk) {
    desk.say(
      Notice(
        event: "node.back", phase: .reboot, node: node, subject: node.rawValue,
        message: "is back with kernel \(report.kernel) after \(Phrase.seconds(desk.now - since))",
        seconds: desk.now - since))
    if !expectedKernel.isEmpty, report.kernel != expectedKernel {
      hold = Hold(
        reason: "\(node) booted \(report.kernel), not \(expectedKernel)",
        remedy: "see proxmox-boot-tool kernel list on \(node); its guests run elsewhere until herdmon resume")
      return
    }
    enterReturning(after: .done(restarted: true), &desk)
  }
}
