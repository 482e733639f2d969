import Cluster

/// The operator's commands around a turn. Until they are done nothing goes on that touches guests.
extension PassMachine {
  /// Whether guests may be touched.
  var isReady: Bool { isCovered && hooks == nil }

  /// What hooks of this turn find in their environment.
  func hookFacts(_ more: [String: String] = [:]) -> [String: String] {
    GuestFacts.of(named).merging(["NODE": "\(node)"]) { $1 }.merging(more) { $1 }
  }

  mutating func runHook(_ desk: inout Desk) {
    let traveller = hooks?.traveller
    hooks?.run(
      on: traveller?.node ?? node, guest: traveller.map { ($0.move.guest, $0.move.kind) }, for: .hook, &desk)
  }

  /// Takes what came of a hook.
  /// - Returns: whether the arrival was about that.
  mutating func hearHook(_ arrival: Desk.Arrival, _ desk: inout Desk) -> Bool {
    guard let hook = hooks?.current else { return false }
    let guest = hooks?.traveller?.move
    switch arrival {
    case .answer(.hook, _): desk.say(hook.done(node, phase).about(guest))
    case .gaveUp(.hook, let trouble):
      desk.say(hook.failed(trouble, node, phase).about(guest))
      let words = "\(hook.name) failed: \(trouble.message)"
      if hook.onFailure == .hold, !bears(words, about: guest, &desk) { return true }
    case .answer, .gaveUp, .jobEnded, .alarm: return false
    }
    hooks?.advance()
    if hooks?.current != nil {
      runHook(&desk)
    } else {
      hooks = nil
      if case .closing(let ending) = state { endCover(after: ending, &desk) } else { goOnReady(&desk) }
    }
    return true
  }

  /// Goes on with what has waited until guests may be touched.
  mutating func goOnReady(_ desk: inout Desk) {
    guard hooks == nil else { return runHook(&desk) }
    if case .restoring(_, let ending) = state { enterRestoring(after: ending, &desk) } else { goOn(&desk) }
  }

  /// The turn is over but for its hooks, and for monitoring.
  mutating func close(_ ending: Ending, _ desk: inout Desk) {
    state = .closing(after: ending)
    let (result, reason) = ending.words
    hooks = HookQueue(.afterNode, policy: policy, facts: hookFacts(["RESULT": result, "REASON": reason]))
    goOnClosing(after: ending, &desk)
  }

  mutating func goOnClosing(after ending: Ending, _ desk: inout Desk) {
    if hooks == nil { endCover(after: ending, &desk) } else { runHook(&desk) }
  }
}

extension PassMachine.Ending {
  fileprivate var words: (result: String, reason: String) {
    switch self {
    case .done: ("done", "")
    case .skipped(let reason): ("skipped", reason)
    case .failed(let reason): ("failed", reason)
    }
  }
}

extension Hook {
  func done(_ node: NodeName?, _ phase: PassPhase? = nil) -> Notice {
    Notice(
      event: "hook.done", phase: phase, node: node, subject: node?.rawValue ?? "cluster", message: "\(name) is done")
  }

  func failed(_ trouble: Trouble, _ node: NodeName?, _ phase: PassPhase? = nil) -> Notice {
    Notice(
      event: "hook.failed", level: .warning, phase: phase, node: node, subject: node?.rawValue ?? "cluster",
      message: "\(name) failed: \(trouble.message)" + (onFailure == .ignore ? "; going on, as policy says" : ""))
  }
}

extension Notice {
  /// The same of a guest, if one is given.
  fileprivate func about(_ move: Plan.Move?) -> Notice {
    guard let move else { return self }
    var notice = self
    (notice.guest, notice.subject) = (move.guest, move.label)
    return notice
  }
}
