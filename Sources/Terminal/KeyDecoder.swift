import CNcurses
import Screen

/// Turns what curses reads into keys.
struct KeyDecoder {
  // Far more than anybody types into a field; the rest of a paste is dropped.
  private static let pasteScalarsMax = 4096

  private var pasted: String.UnicodeScalarView?
  private var mouse: MouseReport?

  /// Whether a paste has begun and not ended.
  var isPasting: Bool { pasted != nil }

  /// Answers to what we ask of a terminal, whatever its description says about them.
  static let ownSequences: [(String, Int32)] = [
    ("\u{1B}[200~", Int32(HM_KEY_PASTE_BEGIN)), ("\u{1B}[201~", Int32(HM_KEY_PASTE_END)),
    ("\u{1B}[<", Int32(HM_KEY_MOUSE)), ("\u{1B}[?2026;0$y", Int32(HM_KEY_NO_SYNC)),
    ("\u{1B}[?2026;1$y", Int32(HM_KEY_SYNC)), ("\u{1B}[?2026;2$y", Int32(HM_KEY_SYNC)),
    ("\u{1B}[?2026;3$y", Int32(HM_KEY_NO_SYNC)), ("\u{1B}[?2026;4$y", Int32(HM_KEY_NO_SYNC)),
  ]

  /// What sequences mean that the terminal's own description often leaves out.
  static let extraSequences: [(String, Int32)] = [
    ("\u{1B}[A", KEY_UP), ("\u{1B}[B", KEY_DOWN), ("\u{1B}[C", KEY_RIGHT), ("\u{1B}[D", KEY_LEFT),
    ("\u{1B}OA", KEY_UP), ("\u{1B}OB", KEY_DOWN), ("\u{1B}OC", KEY_RIGHT), ("\u{1B}OD", KEY_LEFT),
    ("\u{1B}[H", KEY_HOME), ("\u{1B}OH", KEY_HOME), ("\u{1B}[1~", KEY_HOME), ("\u{1B}[7~", KEY_HOME),
    ("\u{1B}[F", KEY_END), ("\u{1B}OF", KEY_END), ("\u{1B}[4~", KEY_END), ("\u{1B}[8~", KEY_END),
    ("\u{1B}[5~", KEY_PPAGE), ("\u{1B}[6~", KEY_NPAGE), ("\u{1B}[3~", KEY_DC), ("\u{1B}[Z", KEY_BTAB),
  ]

  /// A function key of curses.
  mutating func function(_ code: Int32) -> TerminalEvent? {
    mouse = nil
    switch code {
    case Int32(HM_KEY_MOUSE):
      if pasted == nil { mouse = MouseReport() }
      return nil
    case Int32(HM_KEY_PASTE_BEGIN):
      pasted = String.UnicodeScalarView()
      return nil
    case Int32(HM_KEY_PASTE_END):
      defer { pasted = nil }
      return pasted.map { .key(.paste(String($0))) }
    default:
      return pasted == nil ? KeyDecoder.key(code).map { .key($0) } : nil
    }
  }

  private static func key(_ code: Int32) -> Key? {
    switch code {
    case KEY_UP: .up
    case KEY_DOWN: .down
    case KEY_LEFT: .left
    case KEY_RIGHT: .right
    case KEY_PPAGE: .pageUp
    case KEY_NPAGE: .pageDown
    case KEY_HOME: .home
    case KEY_END: .end
    case KEY_BACKSPACE: .backspace
    case KEY_DC: .delete
    case KEY_BTAB: .backTab
    case KEY_ENTER: .enter
    // The descriptions of some terminals name Ctrl-Z as a function key.
    case KEY_SUSPEND: .control("z")
    default: nil
    }
  }

  /// A character.
  mutating func character(_ scalar: Unicode.Scalar) -> TerminalEvent? {
    if var text = pasted {
      if text.count < KeyDecoder.pasteScalarsMax { text.append(scalar) }
      pasted = text
      return nil
    }
    if mouse != nil { return readMouse(scalar) }
    return KeyDecoder.key(scalar).map { .key($0) }
  }

  private mutating func readMouse(_ scalar: Unicode.Scalar) -> TerminalEvent? {
    switch mouse?.take(scalar) {
    case .more: return nil
    case .done(let event):
      mouse = nil
      return event.map { .mouse($0) }
    case .broken, nil:
      mouse = nil
      return KeyDecoder.key(scalar).map { .key($0) }
    }
  }

  private static func key(_ scalar: Unicode.Scalar) -> Key? {
    switch scalar.value {
    case 0x09: return .tab
    case 0x0A, 0x0D: return .enter
    case 0x1B: return .escape
    case 0x08, 0x7F: return .backspace
    case 0x01...0x1A:
      return Unicode.Scalar(scalar.value + 0x60).map { .control(Character($0)) }
    case 0..<0x20, 0x80..<0xA0: return nil
    default: return .character(Character(scalar))
    }
  }
}
