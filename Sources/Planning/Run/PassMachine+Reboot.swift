import Cluster

/// The reboot of a turn, from the order to the proof that the node is back.
extension PassMachine {
  /// How often the order is given while it is not known whether it gets through.
  private static let ordersMax = 3
  /// Seconds after which a node that took the order has a shutdown queued, or is down.
  private static let beginningSecondsMax = 60.0

  mutating func rebootStep(_ reboot: Reboot, _ arrival: Desk.Arrival, _ desk: inout Desk) {
    var reboot = reboot
    switch arrival {
    case .answer(.reboot, _):
      desk.wake(after: policy.timing.rebootPollSeconds, for: .bootProof)
    case .gaveUp(.reboot, let trouble):
      if trouble.isTransient {
        // The order may have been carried out and the answer lost: the boot id will tell.
        reboot.isUncertain = true
        state = .rebooting(reboot)
        desk.wake(after: policy.timing.rebootPollSeconds, for: .bootProof)
      } else {
        rebootRefused(reboot, trouble, &desk)
      }
    case .answer(.othersBeforeForce, .glance(let glance)):
      forceIfWhole(reboot, seen: glance, &desk)
    case .answer(.lookBeforeForce(node), .glance(let glance)):
      force(reboot, glance, &desk)
    case .gaveUp(.lookBeforeForce(node), _):
      // It fell silent meanwhile: its shutdown may have gone on after all.
      askAgain(reboot, &desk)
    case .alarm(.bootProof):
      desk.ask(node, .bootReport(devices: devices), for: .bootProof, limit: 20, patience: 0)
    case .gaveUp(.bootProof, let trouble):
      if trouble.isTransient, !reboot.wasDown {
        reboot.wasDown = true
        sayOfReboot("node.down", "is down, as it should be", &desk)
      }
      reboot.missing = trouble.message
      state = .rebooting(reboot)
      askAgain(reboot, &desk)
    case .answer(.bootProof, .boot(let report)):
      reboot.report = report
      weigh(reboot, witness: nil, &desk)
    case .answer(.witness, .glance(let glance)):
      weigh(reboot, witness: glance, &desk)
    case .gaveUp(.witness, let trouble), .gaveUp(.othersBeforeForce, let trouble):
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
      reboot.proof = steps
      for step in steps where step.holds && !reboot.stepsSeen.contains(step.code) {
        reboot.stepsSeen.insert(step.code)
        sayOfReboot("reboot.proof", "\(step.title): \(step.seen)", &desk)
      }
    }
    let open = steps.filter { !$0.holds && $0.isAsked }
    // Another node is asked last: that it was not asked yet is nobody's lack.
    let lacks = open.filter { $0.code != "witness" || glance != nil || open.count == 1 }
    reboot.missing = lacks.map { "\($0.title): \($0.seen)" }.joined(separator: "; ")
    detail = lacks.first?.title ?? open.first?.title ?? ""
    state = .rebooting(reboot)
    let isUnchanged =
      Guard.rebootProof.holds && report.bootID == reboot.before && report.queuedShutdown.isEmpty
    // A connection that broke under the order counts as an answer; one that broke before it looks the same.
    let isUncertain = reboot.isUncertain || desk.now - reboot.orderedAt > PassMachine.beginningSecondsMax
    if isStuck(reboot, report, at: desk.now) {
      unstick(reboot, report, &desk)
    } else if open.isEmpty {
      proved(reboot, report, &desk)
    } else if isUnchanged, isUncertain, reboot.orders < PassMachine.ordersMax {
      // The order got lost on its way. It is given again only after everything was looked at again.
      enterConfirming(after: reboot, &desk)
    } else if open.map(\.code) == ["witness"], glance == nil, let witness {
      desk.ask(witness, .glance, for: .witness(witness), patience: 0)
    } else {
      askAgain(reboot, &desk)
    }
  }

  mutating func askAgain(_ reboot: Reboot, _ desk: inout Desk) {
    let waited = desk.now - (reboot.rungAt ?? reboot.orderedAt)
    tellOfDelay(reboot, &desk)
    guard waited > policy.timing.rebootMaxSeconds else {
      desk.wake(after: policy.timing.rebootPollSeconds, for: .bootProof)
      return
    }
    hold = Hold(
      reason: "\(node) is not back \(Phrase.clock(waited)) after the order to reboot: \(reboot.missing)",
      remedy: "look at its console; ssh root@\(address) systemctl list-jobs, journalctl -b; then herdmon resume")
  }

  /// Says once what is missing when it takes much longer than foreseen.
  private mutating func tellOfDelay(_ reboot: Reboot, _ desk: inout Desk) {
    let waited = desk.now - reboot.orderedAt
    guard !reboot.isLate, let foreseen = phaseSeconds[.reboot], waited > 2 * foreseen + 60 else { return }
    var reboot = reboot
    reboot.isLate = true
    state = .rebooting(reboot)
    sayOfReboot(
      "reboot.late",
      "is not back \(Phrase.clock(waited)) after the order to reboot, foreseen were \(Phrase.clock(foreseen))"
        + (reboot.missing.isEmpty ? "" : ": \(reboot.missing)"), level: .warning, &desk)
  }

  func sayOfReboot(
    _ event: String, _ message: String, level: Notice.Level = .info, seconds: Double? = nil, _ desk: inout Desk
  ) {
    desk.say(
      Notice(
        event: event, level: level, phase: .reboot, node: node, subject: node.rawValue, message: message,
        seconds: seconds))
  }

  mutating func proved(_ reboot: Reboot, _ report: BootReport, _ desk: inout Desk) {
    let took = desk.now - reboot.orderedAt
    sayOfReboot(
      "node.back", "is back with kernel \(report.kernel) after \(Phrase.seconds(took))", seconds: took, &desk)
    enterQuieting(reboot, &desk)
  }

  /// A node that is back runs the kernel that its boot loader was to start, or the run holds.
  mutating func acceptKernel(_ reboot: Reboot, _ desk: inout Desk) {
    let kernel = reboot.report?.kernel ?? ""
    if !expectedKernel.isEmpty, kernel != expectedKernel, kernel != reboot.otherKernel {
      var reboot = reboot
      reboot.otherKernel = kernel
      state = .rebooting(reboot)
      hold = Hold(
        reason: "\(node) booted \(kernel), not \(expectedKernel)",
        remedy:
          "see proxmox-boot-tool kernel list on \(node); herdmon resume accepts this kernel and brings its guests home"
      )
      return
    }
    enterReturning(after: .done(restarted: true), &desk)
  }
}
