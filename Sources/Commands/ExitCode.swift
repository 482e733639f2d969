import Planning

/// What herdmon tells its caller when it ends. Scripts and timers rely on these numbers.
enum ExitCode: Int32, Sendable, CaseIterable {
  /// Done, or nothing to do.
  case ok = 0
  /// The run failed; the cluster is whole: every guest is home and as it was.
  case failed = 1
  /// The configuration is invalid.
  case configurationInvalid = 3
  /// Refused by a check beforehand, or consent is missing; nothing was touched.
  case refused = 4
  /// Another run holds the lock; the message names holder, run, since and phase.
  case locked = 5
  /// Finished, but a guest is not home or not running; each is named.
  case strayed = 6
  /// Stopped by the operator, the window or the deadline; `herdmon resume` carries on.
  case stopped = 7
  /// The cluster needs a human now; the message says what and where.
  case attention = 8
  /// The command line is not understood.
  case usage = 64
  /// Ended by SIGINT; the run can be resumed.
  case interrupted = 130
  /// Ended by SIGTERM; the run can be resumed.
  case terminated = 143

  /// The code of a run's outcome.
  init(_ result: RunOutcome.Result) {
    self =
      switch result {
      case .ok: .ok
      case .failed: .failed
      case .strayed: .strayed
      case .stopped: .stopped
      case .attention: .attention
      case .interrupted: .interrupted
      case .terminated: .terminated
      }
  }
}

/// An error that knows its exit code.
protocol ExitCoded: Error {
  /// The code to end with.
  var exitCode: ExitCode { get }
}
