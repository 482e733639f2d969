import Cluster
import Orchestration
import Planning

/// Whether a run may begin, and until when, by the maintenance window and the command line.
struct WindowGate {
  private let window: Window?
  private let deadlineSeconds: Double?
  private let waitSeconds: Double
  private let zone: WallClock.Zone

  init(_ policy: Policy, options: CommonOptions, zone: WallClock.Zone) {
    window = policy.window
    deadlineSeconds = options.deadline?.count
    waitSeconds = options.wait?.count ?? 0
    self.zone = zone
  }

  /// Waits until the window opens, if it does within the time that was given for waiting.
  func wait(on clock: any RunClock, scope: RunScope) async {
    let now = clock.now()
    guard scope.isBound, let opening = opening(at: now), opening.opens > now, opening.opens - now <= waitSeconds else {
      return
    }
    await clock.sleep(seconds: opening.opens - now)
  }

  /// The opening under way, or the next one.
  private func opening(at now: Timestamp) -> Window.Opening? {
    window?.opening(at: now, in: WallClock.offsets(around: now, in: zone))
  }

  /// When a new run must be over; nil for no limit.
  /// - Throws: `WindowClosed`.
  func limit(at now: Timestamp, scope: RunScope) throws(WindowClosed) -> Timestamp? {
    guard let window, scope.isBound, let opening = opening(at: now) else { return ending(nil, at: now) }
    guard opening.opens <= now else { throw WindowClosed(window: window, opens: opening.opens, zone: zone) }
    return ending(opening.closes, at: now)
  }

  /// When a run that is taken up must be over. What was begun is finished at any time; outside of the window no
  /// further node is begun.
  func limitOnceBegun(at now: Timestamp, scope: RunScope) -> Timestamp? {
    guard scope.isBound, let opening = opening(at: now) else { return ending(nil, at: now) }
    return ending(opening.opens <= now ? opening.closes : now, at: now)
  }

  /// What a plan should tell of the window.
  func warnings(for plan: Plan, scope: RunScope, at now: Timestamp) -> [Blocker] {
    guard let window, scope.isBound, let opening = opening(at: now) else { return [] }
    var found: [Blocker] = []
    func warn(_ code: String, _ message: String) {
      found.append(Blocker(code: code, message: "the window '\(window.text)' " + message, remedy: ""))
    }
    if opening.opens > now {
      warn("window-closed", "is closed and opens " + WallClock.dayAndMinute(opening.opens, in: zone))
    }
    if plan.makespanSeconds > opening.closes - max(opening.opens, now) {
      warn(
        "window-short",
        "closes \(WallClock.dayAndMinute(opening.closes, in: zone)), too soon for all nodes; herdmon resume goes on in the "
          + "next")
    }
    return found
  }

  private func ending(_ closes: Timestamp?, at now: Timestamp) -> Timestamp? {
    let deadline = deadlineSeconds.map { now + $0 }
    guard let closes, let deadline else { return closes ?? deadline }
    return min(closes, deadline)
  }
}

extension RunScope {
  /// Whether the window binds it: all that updates or restarts nodes.
  fileprivate var isBound: Bool {
    switch self {
    case .rolling, .update, .reboot: true
    case .drain, .undrain: false
    }
  }
}

/// The maintenance window is closed.
struct WindowClosed: ExitCoded, CustomStringConvertible {
  var window: Window
  var opens: Timestamp
  var zone: WallClock.Zone

  var exitCode: ExitCode { .refused }

  var description: String {
    "refused, nothing was touched:\n  the window '\(window.text)' is closed; it opens "
      + WallClock.dayAndMinute(opens, in: zone) + "\n"
      + "    run herdmon then, wait for it with --wait, or pass --window always"
  }
}
