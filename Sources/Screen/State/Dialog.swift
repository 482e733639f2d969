import Cluster
import Planning

/// What lies over the screen and asks or tells something.
public struct Dialog: Hashable, Sendable {
  /// What it is about.
  public enum Kind: Hashable, Sendable {
    /// Consent to a run, once its figures are known.
    case consent(RunScope, Figures)
    /// What a run would do; nothing can be started from here.
    case plan(RunScope, Figures)
    /// Whether the run that ended before its work was done is to be taken up.
    case settle(OpenRun, Settlement)
    /// Whether the run is to stop after the moves in flight.
    case stopRun
    /// Whether the run is to be told something.
    case steering(SteerQuestion)
    /// What is to go wrong in a demo.
    case goWrong
    /// Whether to leave while a run is going on.
    case leaveRun
    /// The keys.
    case help
    /// How the run ended.
    case summary(LastRun)
    /// All that is known of what a row or a card stands for.
    case details(RowID)
  }

  /// What is known of what a run would mean.
  public enum Figures: Hashable, Sendable {
    /// Asked for.
    case asked
    /// Here they are.
    case known(Plan)
    /// There are none; the sentence says why.
    case failed(String)
  }

  /// What it is about.
  public var kind: Kind
  /// Number of the button that Enter presses; 0 is always the one that changes nothing.
  public var focus = 0
  /// Lines of the text that are scrolled away.
  public var scroll = 0
  /// What was typed into its field, or is searched for in the help.
  public var typed = ""
  /// Whether letters are searched for in the help.
  public var isSearching = false

  /// A dialog with its harmless button in focus.
  public init(_ kind: Kind) { self.kind = kind }

  /// Moves the focus by so many buttons, round and round.
  mutating func moveFocus(_ step: Int, of count: Int) {
    guard count > 0 else { return }
    focus = ((focus + step) % count + count) % count
  }
}

/// What a button of a dialog does.
public enum DialogAction: Hashable, Sendable {
  /// Closes the dialog.
  case close
  /// Starts the run.
  case start(RunScope)
  /// Takes up the run that ended before its work was done.
  case settle(Settlement)
  /// Stops the run after the moves in flight.
  case stop
  /// Tells the run.
  case steer([Steering])
  /// Makes something go wrong in a demo.
  case goWrong(DemoFault)
  /// The same, and leaves when it has ended.
  case stopAndLeave
  /// Leaves at once.
  case leave
}

/// A button of a dialog.
public struct DialogButton: Hashable, Sendable {
  /// What it says.
  public var title: String
  /// What it does.
  public var action: DialogAction
}

/// A run that ended while the screen watched.
public struct LastRun: Hashable, Sendable {
  /// Its id.
  public var run: RunID?
  /// What was asked for, where that is known.
  public var scope: RunScope?
  /// Nodes whose turn was not done, where they are known.
  public var undone: [NodeName] = []
  /// When it ended.
  public var endedAt: Timestamp
  /// How it ended.
  public var outcome: RunOutcome
  /// The guest that was out longest, and for how many seconds.
  public var worst: Outage?

  /// One guest's time out of service.
  public struct Outage: Hashable, Sendable {
    /// How messages name the guest.
    public var label: String
    /// Seconds out of service.
    public var seconds: Double
  }
}

extension RunProgress {
  /// Nodes whose turn was not done.
  var undone: [NodeName] { nodes.filter { $0.stage != .done }.map(\.node) }
}
