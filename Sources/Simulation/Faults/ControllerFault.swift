/// What happens to the machine that herdmon runs on. The cluster knows nothing of it: whoever drives a run carries it out.
public enum ControllerFault: Hashable, Sendable {
  /// The process is killed right after so many events, and another takes the run up from the journal.
  case killed(afterEvents: Int)
  /// The journal can't take the event of that number: the process ends before it acts on it, and is started again.
  case journalFull(atEvent: Int)
  /// The controller's clock jumps.
  case clockJump(at: Double, seconds: Double)
  /// The operator says something: `pause`, `proceed` or `stop`.
  case steered(at: Double, word: String)
}
