import Cluster

/// The upgrade of a turn, and the look at what it left.
extension PassMachine {
  mutating func enterUpdating(_ desk: inout Desk) {
    let job = JobID("update-\(node)".lowercased())
    movesDone += batch?.arrivedCount ?? 0
    state = .updating(job)
    sayPhase("update", "upgrading all packages", &desk)
    desk.start(job, .upgradePackages, on: node, phase: .update, subject: node.rawValue)
    desk.wake(after: policy.timing.upgradeMaxSeconds, for: .overdue(job))
  }

  mutating func updateStep(_ job: JobID, _ arrival: Desk.Arrival, _ desk: inout Desk) {
    if case .alarm(.overdue(job)) = arrival {
      hold = Hold(
        reason: "the upgrade of \(node) has not ended after \(Phrase.clock(policy.timing.upgradeMaxSeconds))",
        remedy: "ssh root@\(address) systemctl list-units 'herdmon-*'; when it has ended, herdmon resume")
      return
    }
    guard case .jobEnded(job, let end) = arrival else { return }
    switch end {
    case .exited(0, _, _):
      askSurvey(&desk)
    case .exited(let exit, let output, let errors):
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
      let left = survey.node.updates.count
      desk.say(
        Notice(
          event: "node.updated", phase: .update, node: node, subject: node.rawValue,
          message: "up to date" + (left > 0 ? " but for \(Phrase.count(left, "package")) kept back" : "")
            + (survey.node.rebootReason.map { "; \($0)" } ?? ""), seconds: desk.now - phaseSince))
      if action == .restart {
        enter(.confirming, &desk)
      } else {
        state = .over(.done(restarted: false))
      }
    case .gaveUp(.survey(node), let trouble):
      hold = Hold(
        reason: "\(node) could not be looked at after its upgrade: \(trouble.message)", remedy: trouble.remedy)
    case .answer, .gaveUp, .jobEnded, .alarm: break
    }
  }
}
