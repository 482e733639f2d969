import Cluster
import Planning

/// All that can happen to the screen.
public enum ScreenInput: Sendable {
  /// A key was pressed.
  case key(Key)
  /// The mouse was used.
  case mouse(MouseEvent)
  /// The terminal has another size.
  case resize(width: Int, height: Int)
  /// Time goes by.
  case tick(Timestamp)
  /// The operator's wall clock is so many seconds east of UTC now.
  case zone(utcOffsetSeconds: Int)
  /// The cluster was seen.
  case inventory(Inventory)
  /// The cluster was not seen; the sentences say why.
  case inventoryFailed([String])
  /// A run begins, or is found in progress; guests were at these places when it began.
  case runBegan(places: [GuestID: NodeName])
  /// A run tells something.
  case record(RunRecord)
  /// Where the run stands.
  case progress(RunProgress)
  /// What a scope would mean, as asked for by `ScreenCommand.plan`.
  case plan(RunScope, Plan)
  /// No plan could be made; the sentence says why.
  case planFailed(String)
  /// The run is over.
  case runEnded(RunOutcome)
  /// The runs that have a journal, newest first, as asked for by `ScreenCommand.listRuns`.
  case pastRuns([PastRun])
  /// A run that ended before its work was done, as long as that is not settled; nil when there is none.
  case runOpen(OpenRun?)
  /// How the run that is played again goes on.
  case playback(Playback)
  /// Which theme is in use, and which there are.
  case themes(inUse: String, known: [String])
  /// Something to say to the operator that belongs to no run.
  case message(String)
  /// Somebody outside asked the process to end.
  case asked(StopReason)
}

/// What the screen wants done.
public enum ScreenCommand: Equatable, Sendable {
  /// Leave; a run that is still going on is left resumable.
  case quit
  /// Look at the cluster now.
  case refresh
  /// Work out what this would mean; answer with `.plan` or `.planFailed`.
  case plan(RunScope)
  /// Carry this out; the operator has seen the figures and consented.
  case start(RunScope)
  /// Take up the run that ended before its work was done.
  case settle(Settlement)
  /// Tell the run.
  case steer(Steering)
  /// Let this happen to the simulated cluster; answer with `.message`.
  case goWrong(DemoFault)
  /// Read the journals; answer with `.pastRuns`.
  case listRuns
  /// Show that run again as it was, from its journal.
  case replay(RunID)
  /// Play the run that is played again so.
  case play(Playback.Order)
  /// Show this theme for now, or again the one in use. What is wrong with it comes as `.message`.
  case tryTheme(String?)
  /// Show this theme from now on; answered by `.themes`, or by `.message` with what is wrong with it.
  case useTheme(String)
  /// Take the mouse, or leave it to the terminal.
  case captureMouse(Bool)
  /// Write these lines into a new file of that name; answer with `.message`.
  case save(name: String, lines: [String])
  /// Draw everything anew.
  case redraw
  /// Give the terminal back to the shell until it continues us.
  case suspend
}
