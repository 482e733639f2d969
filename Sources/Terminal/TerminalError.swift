/// Why there can be no full screen.
public enum TerminalError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Standard input or output is no terminal.
  case notATerminal
  /// The type of terminal is unknown, or too poor for a screen.
  case unusable(type: String)
  /// The screen is open already.
  case isOpen

  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .notATerminal:
      "standard input and output are not a terminal; use --plain, or herdmon status, or --rolling for cron"
    case .unusable(let type):
      "the terminal type '\(type)' is unknown here or can't show a screen; set TERM to one that is installed, such as "
        + "xterm-256color, or use --plain"
    case .isOpen: "the screen is open already"
    }
  }
}
