import Screen

/// What a terminal reports.
public enum TerminalEvent: Hashable, Sendable {
  /// A key, or pasted text.
  case key(Key)
  /// The mouse was used.
  case mouse(MouseEvent)
  /// The terminal has another size.
  case resize(width: Int, height: Int)
  /// Somebody asked the process to end, by this signal.
  case signal(Int32)
  /// The terminal is gone.
  case hangUp
}
