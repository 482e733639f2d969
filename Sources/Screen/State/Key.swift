/// A key as a terminal reports it.
public enum Key: Hashable, Sendable {
  /// A key that writes something.
  case character(Character)
  /// A letter with Control held.
  case control(Character)
  /// Return.
  case enter
  /// Escape.
  case escape
  /// Tab.
  case tab
  /// Shift and Tab.
  case backTab
  /// Up arrow.
  case up
  /// Down arrow.
  case down
  /// Left arrow.
  case left
  /// Right arrow.
  case right
  /// Page up.
  case pageUp
  /// Page down.
  case pageDown
  /// Home.
  case home
  /// End.
  case end
  /// Backspace.
  case backspace
  /// Delete.
  case delete
  /// Pasted text, which is never taken for keys.
  case paste(String)
}
