import Cluster

/// The upgrade of a turn, and the look at what it left.
extension PassMachine {
  mutating func enterUpdating(_ desk: inout Desk) {
    movesDone += batch?.arrivedCount ?? 0
    sayPhase("update", "upgrading all packages", &desk)
    beginUpgrade(firstUpgrade, &desk)
  }

  private var firstUpgrade: JobID { JobID("update-\(node)".lowercased()) }

  private var repairJob: JobID { JobID("repair-\(node)".lowercased()) }

  private mutating func beginUpgrade(_ job: JobID, _ desk: inout Desk) {
    state = .updating(job)
    desk.start(job, .upgradePackages(policy.configFiles), on: node, phase: .update, subject: node.rawValue)
    desk.wake(after: policy.timing.upgradeMaxSeconds, for: .overdue(job))
  }

  mutating func updateStep(_ job: JobID, _ arrival: Desk.Arrival, _ desk: inout Desk) {
    if case .alarm(.overdue(job)) = arrival {
      hold = Hold(
        reason: "the upgrade of \(node) has not ended after \(Phrase.clock(policy.timing.upgradeMaxSeconds))",
        remedy: "ssh root@\(address) systemctl list-units 'herdmon-*'; when it has ended, herdmon resume")
      return
    }
    if case .alarm(.silent(job, let line)) = arrival { return silent(line, &desk) }
    guard case .jobEnded(job, let end) = arrival else { return }
    switch end {
    case .exited(0, _, _):
      if job == repairJob { beginUpgrade(JobID("update-\(node)-2".lowercased()), &desk) } else { askSurvey(&desk) }
    case .exited(let exit, let output, let errors):
      if UpgradeLog.isInterrupted(output + errors), policy.repairsPackages, job == firstUpgrade {
        return repair(&desk)
      }
      let reason = UpgradeLog.reason(output: output, errors: errors)
      nodeFailed("the upgrade failed (exit \(exit)): \(reason)", &desk)
    case .refused(let trouble):
      nodeFailed("the upgrade could not be started: \(trouble.message)", &desk)
    case .gone:
      hold = Hold(
        reason: "the upgrade of \(node) vanished without an end",
        remedy: "ssh root@\(address) dpkg --configure -a, then herdmon resume")
    case .lost(let trouble):
      hold = Hold(reason: "\(node) fell silent during its upgrade: \(trouble.message)", remedy: "look at its console")
    }
  }

  mutating func askSurvey(_ desk: inout Desk) {
    state = .surveying
    desk.ask(node, .survey, for: .survey(node), limit: policy.timing.answerSeconds * 3)
  }

  mutating func surveyStep(_ arrival: Desk.Arrival, _ desk: inout Desk) {
    switch arrival {
    case .answer(.survey(node), .survey(let survey)):
      expectedKernel = survey.node.bootKernel
      look(atCephOf: survey.node)
      storages = survey.node.storages.filter(\.isActive).map(\.name)
      if cephSince == nil { sayUpdated(survey.node, &desk) }
      guard action == .restart else {
        close(.done(restarted: false), &desk)
        return
      }
      if !waits(forCephOn: survey.node, &desk) { enter(.confirming, &desk) }
    case .alarm(.lookAgain(node)): askSurvey(&desk)
    case .gaveUp(.survey(node), let trouble):
      hold = Hold(
        reason: "\(node) could not be looked at after its upgrade: \(trouble.message)", remedy: trouble.remedy)
    case .answer, .gaveUp, .jobEnded, .alarm: break
    }
  }

  private func sayUpdated(_ now: Node, _ desk: inout Desk) {
    let left = now.updates.count
    let rest = left > 0 ? " but for \(Phrase.count(left, "package")) kept back" : ""
    desk.say(
      Notice(
        event: "node.updated", phase: .update, node: node, subject: node.rawValue,
        message: (now.updates.isKnown ? "up to date\(rest)" : "upgraded; what is left can't be read")
          + (now.rebootReason.map { "; \($0)" } ?? ""), seconds: desk.now - phaseSince))
  }

  /// Someone's upgrade was broken off before: dpkg refuses everything until that is completed.
  private mutating func repair(_ desk: inout Desk) {
    desk.say(
      Notice(
        event: "node.repairs", level: .warning, phase: .update, node: node, subject: node.rawValue,
        message: "an upgrade was broken off before: completing it first, as policy allows (dpkg --configure -a)"))
    state = .updating(repairJob)
    desk.start(
      repairJob, .configurePackages(policy.configFiles), on: node, phase: .update, subject: node.rawValue)
    desk.wake(after: policy.timing.upgradeMaxSeconds, for: .overdue(repairJob))
  }

  /// An upgrade that prints nothing hangs, or asks: what it printed last tells which.
  private mutating func silent(_ line: String, _ desk: inout Desk) {
    let limit = Phrase.clock(policy.timing.upgradeSilenceMaxSeconds)
    if UpgradeLog.isPrompt(line) {
      hold = Hold(
        reason: "the upgrade of \(node) waits for an answer: \(LogText.shortened(LogText.trimmed(line)))",
        remedy: "ssh root@\(address) systemctl stop 'herdmon-*', then dpkg --configure -a and answer it, then "
          + "herdmon resume")
      return
    }
    desk.say(
      Notice(
        event: "node.upgrade-silent", level: .warning, phase: .update, node: node, subject: node.rawValue,
        message: "its upgrade has printed nothing for \(limit)"
          + (line.isEmpty ? "" : "; last it said: \(LogText.shortened(LogText.trimmed(line)))")))
  }
}
