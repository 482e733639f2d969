/// Swallows the sequences of keys that nobody knows, such as Shift-F5 of some terminal. Curses hands them on as
/// characters, each of which would be a key of its own; `ESC [ 3 1 X` is none of Escape, 3, 1 and X.
/// - Source: ECMA-48 5.4: parameters and intermediate bytes are below 0x40, the final byte is 0x40 to 0x7E.
struct UnknownSequence {
  private enum State {
    case none
    /// After ESC.
    case begun
    /// After ESC [, up to the final byte.
    case control
    /// After ESC O, one more.
    case single
  }

  private var state = State.none

  /// Takes a character.
  /// - Returns: those that are keys.
  mutating func take(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
    switch (state, scalar) {
    case (.begun, "["):
      state = .control
      return []
    case (.begun, "O"):
      state = .single
      return []
    case (.begun, "\u{1B}"): return [scalar]
    case (.begun, _):
      state = .none
      return ["\u{1B}", scalar]
    case (_, "\u{1B}"):
      state = .begun
      return []
    case (.control, "\u{20}"..."\u{3F}"): return []
    case (.control, "\u{40}"..."\u{7E}"), (.single, _):
      state = .none
      return []
    case (.control, _), (.none, _):
      state = .none
      return [scalar]
    }
  }

  /// Nothing more has come at once: an Escape that stands alone is the key. What has begun otherwise may go on later,
  /// over a slow link.
  mutating func flush() -> [Unicode.Scalar] {
    guard case .begun = state else { return [] }
    state = .none
    return ["\u{1B}"]
  }
}
