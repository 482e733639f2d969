import Cluster

/// What happens to the machine that herdmon runs on. The cluster knows nothing of it: whoever drives a run carries it out.
public enum ControllerFault: Hashable, Sendable {
  /// What an operator may say while a run goes on.
  public enum Word: Hashable, Sendable {
    /// Nothing new begins, until the run is told to go on.
    case pause, proceed
    /// The run ends where it is, or when everybody is home again.
    case stop, abort
    /// A guest stays, or a node is left out.
    case skipGuest(GuestID)
    case skipNode(NodeName)
    /// A move is tried once more, or goes elsewhere.
    case retry(GuestID)
    case retarget(GuestID, to: NodeName)
  }

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
  /// The operator says something.
  case steered(at: Double, Word)
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
