import Cluster

/// A turn waits for what ends by itself, such as a backup or someone else's lock: with a limit, and said.
extension RunMachine {
  /// What a turn waits for.
  struct Wait: Hashable, Sendable {
    var node: NodeName
    var since: Timestamp
    /// Since when a member is out of the cluster.
    var awaySince: Timestamp?
    /// How often it was looked again for what could not be read.
    var doubts = 0
    /// What was said already.
    var said: [Blocker] = []
  }

  /// Between two looks. A look costs each node some seconds of work, and what is waited for takes minutes.
  private static let lookSeconds = 30.0

  /// Looks again for what could not be read; then it is believed to be unreadable.
  private static let doubtsMax = 2

  /// An answer that can't be read says as much of its way here as of the node: it is looked again before that counts.
  /// - Returns: whether it is.
  mutating func looksAgain(for blockers: [Blocker], before node: Node, _ surveys: Surveys) -> Bool {
    var wait = surveys.wait(before: node.name) ?? Wait(node: node.name, since: desk.now)
    guard let first = blockers.first, blockers.allSatisfy({ $0.code == UpdatesKnown.code }),
      wait.doubts < RunMachine.doubtsMax
    else { return false }
    wait.doubts += 1
    say(
      "run.waiting", "\(first.message); looking again", level: .warning, subject: node.name.rawValue, node: node.name)
    stage = .working(Work(homecoming: nil, turn: .waiting(wait)))
    lookAgain(for: wait, within: RunMachine.lookSeconds)
    return true
  }

  mutating func wait(for reasons: [Blocker], before node: Node, _ surveys: Surveys) {
    var wait = surveys.wait(before: node.name) ?? Wait(node: node.name, since: desk.now)
    let isAway = reasons.contains { $0.code == "member-away" }
    wait.awaySince = isAway ? wait.awaySince ?? desk.now : nil
    // Only work of others may take as long as policy lets it; a cluster that is not whole is worth an alarm sooner.
    let leftAway = wait.awaySince.map { policy.timing.silenceMaxSeconds - (desk.now - $0) }
    let left = min(policy.busyWaitSeconds - (desk.now - wait.since), leftAway ?? .infinity)
    guard left > 0 else { return giveUp(node, reasons, surveys) }
    for reason in reasons where !wait.said.contains(where: { $0.isSame(as: reason) }) {
      say(
        "run.waiting", "\(reason.message); waiting for it up to \(Phrase.clock(left))", level: .warning,
        subject: node.name.rawValue, node: node.name, guest: reason.guest)
      wait.said.append(reason)
    }
    stage = .working(Work(homecoming: nil, turn: .waiting(wait)))
    lookAgain(for: wait, within: left)
  }

  mutating func lookAgain(for wait: Wait, within seconds: Double) {
    guard Guard.lookingAgain.holds else { return }
    desk.wake(after: min(seconds, RunMachine.lookSeconds), for: .lookAgain(wait.node))
  }

  mutating func waitStep(_ wait: Wait, _ arrival: Desk.Arrival) {
    guard arrival == .alarm(.lookAgain(wait.node)) else { return }
    var surveys = askAll()
    surveys.wait = wait
    stage = .working(Work(homecoming: nil, turn: .surveying(surveys)))
  }

  mutating func goOn(after wait: Wait) {
    let waited = desk.now - wait.since
    desk.say(
      Notice(
        event: "run.waited", node: wait.node, subject: wait.node.rawValue,
        message: "is free after \(Phrase.clock(waited))", seconds: waited))
  }

  /// The limit is reached: policy says what becomes of the node.
  private mutating func giveUp(_ node: Node, _ reasons: [Blocker], _ surveys: Surveys) {
    if let away = reasons.first(where: { $0.code == "member-away" }) {
      held = PassMachine.Hold(reason: away.message, remedy: "\(away.remedy); then herdmon resume")
      return endHeld()
    }
    let reason = "still busy after \(Phrase.clock(policy.busyWaitSeconds)): \(reasons[0].message)"
    switch policy.onGuestFailure {
    case .hold:
      held = PassMachine.Hold(reason: "\(node.name) is \(reason)", remedy: reasons[0].remedy)
      endHeld()
    case .skip:
      say("node.skipped", "skipped: \(reason)", level: .warning, subject: node.name.rawValue, node: node.name)
      leaveOut(node, .skipped(reason), surveys)
    }
  }
}

extension RunMachine.Surveys {
  /// How long that node's turn has waited already; nil when it has not.
  func wait(before node: NodeName) -> RunMachine.Wait? { wait.flatMap { $0.node == node ? $0 : nil } }
}
