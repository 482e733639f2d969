import Cluster

/// What the operator says while a run goes on.
extension RunMachine {
  mutating func steer(_ steering: Steering) {
    guard outcome == nil, !isClosing else { return }
    switch steering {
    case .stop(let reason):
      guard stopReason == nil else { return }
      stopReason = reason
      say("run.stopping", "stopping: nothing new begins, moves in flight go on", level: .warning)
      guard case .working = stage else { return endStopped() }
      tellTurns { $0.wait(&$1) }
    case .pause:
      guard !isPaused else { return }
      isPaused = true
      say("run.paused", "paused: nothing new begins, moves in flight go on")
      tellTurns { $0.wait(&$1) }
    case .proceed:
      guard isPaused else { return }
      isPaused = false
      // A run that was told to stop does not begin anew because it is no longer paused.
      guard stopReason == nil else { return }
      say("run.continued", "goes on")
      tellTurns { $0.proceed(&$1) }
    case .abort: abort()
    case .skipNode(let node): skip(node)
    case .skipGuest(let guest): tellMoves(of: guest, "can't be skipped now") { $0.skip(guest, &$1) }
    case .retry(let guest): tellMoves(of: guest, "has nothing to be tried again") { $0.retry(guest, &$1) }
    case .retarget(let guest, let node):
      tellMoves(of: guest, "can't go to \(node) now") { $0.retarget(guest, to: node, &$1) }
    }
  }

  /// Whether the run has come to its end but for what the operator wants to be run then.
  private var isClosing: Bool { if case .hooking(_, then: .end) = stage { true } else { false } }

  /// Tells every turn under way, and looks what follows.
  private mutating func tellTurns(_ body: (inout PassMachine, inout Desk) -> Void) {
    guard case .working(var work) = stage else { return }
    for pass in work.passes {
      var pass = pass
      RunMachine.speak(&pass, &desk, body)
      work.put(pass)
    }
    stage = .working(work)
    settle()
    if stopReason != nil, case .working(let work) = stage, work.passes.isEmpty { endStopped() }
  }

  private mutating func abort() {
    guard !isAborted else { return }
    isAborted = true
    isPaused = false
    say("run.aborting", "aborting: no further node is begun, every guest comes home", level: .warning)
    guard case .working(let work) = stage else { return }
    switch work.turn {
    case .passing: tellTurns { $0.abandon(because: "aborted by the operator", &$1) }
    case .surveying, .soaking, .waiting, .resting:
      guard work.homecoming == nil else {
        stage = .working(Work(homecoming: work.homecoming, turn: .resting))
        return tellTurns { $0.proceed(&$1) }
      }
      finish()
    }
  }

  private mutating func skip(_ node: NodeName) {
    let reason = "skipped by the operator"
    if passes.contains(where: { $0.node == node }) {
      tellTurns { if $0.node == node { $0.abandon(because: reason, &$1) } }
    } else if workingNodes.contains(node), isToCome(node) {
      endings[node] = .skipped(reason)
      say("node.skipped", reason, subject: node.rawValue, node: node)
    }
  }

  /// Tells the moves of a guest; if nobody takes it, the operator hears that.
  private mutating func tellMoves(
    of guest: GuestID, _ refusal: String, _ body: (inout MoveBatch, inout Desk) -> Bool
  ) {
    var isDone = false
    tellTurns { pass, desk in
      guard !isDone, var batch = pass.batch else { return }
      isDone = body(&batch, &desk)
      if isDone { pass.replace(batch, &desk) }
    }
    guard !isDone else { return }
    let label = inventory.guest(guest)?.label ?? "guest \(guest)"
    say("run.refused", refusal, level: .warning, subject: label, guest: guest)
  }
}
