import Cluster

/// The operator's commands around the run.
extension RunMachine {
  /// What follows when hooks of the run are done.
  enum AfterHooks: Sendable {
    /// The work.
    case work
    /// The end, of which they were told.
    case end(Closing)
  }

  /// How a run is about to end.
  struct Closing: Hashable, Sendable {
    var result: RunOutcome.Result
    var strays: [RunOutcome.Stray]
    var reason: String
    var remedy: String
  }

  /// Before the work.
  mutating func openWork() {
    let facts = ["NODES": workingNodes.map(\.rawValue).joined(separator: " ")]
    guard let hooks = HookQueue(.beforeRun, policy: policy, facts: facts) else { return beginWork() }
    runHooks(hooks, then: .work)
  }

  /// Before the end.
  mutating func end(_ result: RunOutcome.Result, strays: [RunOutcome.Stray], reason: String, remedy: String) {
    let closing = Closing(result: result, strays: strays, reason: reason, remedy: remedy)
    let facts = [
      "NODES": workingNodes.map(\.rawValue).joined(separator: " "), "RESULT": result.rawValue, "REASON": reason,
      "REMEDY": remedy,
      "GUESTS": strays.map { "\($0.guest)" }.joined(separator: " "),
    ]
    guard let hooks = HookQueue(result.moments, policy: policy, facts: facts) else { return conclude(closing) }
    resumable = stage
    runHooks(hooks, then: .end(closing))
  }

  /// Has the present one run; also anew, after a process that has not heard of its end.
  mutating func runHooks(_ hooks: HookQueue, then next: AfterHooks) {
    stage = .hooking(hooks, then: next)
    hooks.run(on: nil, for: .hook, &desk)
  }

  mutating func hookStep(_ hooks: HookQueue, then next: AfterHooks, _ arrival: Desk.Arrival) {
    guard let hook = hooks.current else { return }
    var next = next
    switch arrival {
    case .answer(.hook, _): desk.say(hook.done(nil))
    case .gaveUp(.hook, let trouble):
      desk.say(hook.failed(trouble, nil))
      if hook.onFailure == .hold, hook.moment != .attention {
        let reason = "\(hook.name) failed: \(trouble.message)"
        guard case .end(var closing) = next else {
          held = PassMachine.Hold(reason: reason, remedy: "see to it, then herdmon resume")
          return endHeld()
        }
        closing.result = .attention
        closing.reason += (closing.reason.isEmpty ? "" : "; ") + reason
        next = .end(closing)
      }
    case .answer, .gaveUp, .jobEnded, .alarm: return
    }
    var left = hooks
    left.advance()
    if left.current != nil { return runHooks(left, then: next) }
    switch next {
    case .work: stopReason == nil ? beginWork() : endStopped()
    case .end(let closing): conclude(closing)
    }
  }
}

extension RunOutcome.Result {
  /// Moments of the operator's commands that such an end is.
  fileprivate var moments: [Hook.Moment] {
    switch self {
    case .ok, .failed: [.afterRun]
    case .strayed: [.afterRun, .attention]
    case .attention: [.attention]
    case .stopped, .interrupted, .terminated: []
    }
  }
}
