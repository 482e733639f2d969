/// What happens to the machine that herdmon runs on. The cluster knows nothing of it: whoever drives a run carries it out.
public enum ControllerFault: Hashable, Sendable {
  /// The process is killed right after so many events, and another takes the run up from the journal.
  case killed(afterEvents: Int)
  /// The machine is lost right after so many events; another one, which has no journal, takes the run up.
  case lost(afterEvents: Int)
  /// The machine is suspended right after so many events, for so long.
  case stalled(afterEvents: Int, seconds: Double)
  /// The journal can't take the event of that number: the process ends before it acts on it, and is started again.
  case journalFull(atEvent: Int)
  /// The controller's clock jumps.
  case clockJump(at: Double, seconds: Double)
  /// The operator says something: `pause`, `proceed` or `stop`.
  case steered(at: Double, word: String)
  /// Someone begins a second run on the same cluster, from another machine.
  case secondRun(at: Double)

  /// The moment at which it happens, in virtual seconds; nil for one that goes by the run's events.
  public var moment: Double? {
    switch self {
    case .steered(let at, _), .secondRun(let at): at
    case .killed, .lost, .stalled, .journalFull, .clockJump: nil
    }
  }
}
