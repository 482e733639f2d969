/// Makes text from outside harmless: what a node or a guest's name says can move no cursor and hide nothing.
public enum PlainText {
  /// The text without escape sequences, control characters and characters that steer the direction or the width of
  /// text. A tab becomes a blank; of a line that was rewritten with carriage returns, the last version stays.
  public static func clean(_ text: String) -> String {
    isClean(text) ? text : scan(text).text
  }

  /// The same with the colours that the text was given.
  static func coloured(_ text: String) -> (text: String, tints: [ColouredText.Tint]) {
    if isClean(text) { return (text, []) }
    let found = scan(text)
    return (found.text, found.tints)
  }

  private static func isClean(_ text: String) -> Bool { text.utf8.allSatisfy { (0x20..<0x7F).contains($0) } }

  private static func scan(_ text: String) -> ColouredText {
    var kept = ColouredText()
    var scalars = Substring.UnicodeScalarView(text.unicodeScalars)
    while let scalar = scalars.popFirst() {
      switch scalar.value {
      case 0x1B: takeEscape(&scalars, &kept)
      case 0x9B: takeControlSequence(&scalars, &kept)
      case 0x90, 0x98, 0x9D, 0x9E, 0x9F: skipString(&scalars)
      case 0x0D: restart(&kept, if: scalars)
      case 0x09, 0x0A, 0x0B, 0x0C, 0x85, 0x2028, 0x2029: kept.append(" ")
      case 0..<0x20, 0x7F..<0xA0: continue
      default: if let visible = visible(scalar) { kept.append(visible) }
      }
    }
    kept.finish()
    return kept
  }

  // CR LF ends a line; a lone CR means that the line is written anew.
  private static func restart(_ kept: inout ColouredText, if rest: Substring.UnicodeScalarView) {
    guard let next = rest.first, next != "\n", next != "\r" else { return }
    kept.restart()
  }

  private static func visible(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar.value {
    case 0x20..<0x7F: return scalar
    // Variation selectors, fillers and skin tones change a width in ways on which terminals disagree.
    case 0xFE00...0xFE0F, 0x115F, 0x1160, 0x3164, 0xFFA0, 0x1F3FB...0x1F3FF: return nil
    // Halves of flags: two of them are one or two or four columns.
    case 0x1F1E6...0x1F1FF: return "?"
    default: break
    }
    switch scalar.properties.generalCategory {
    case .format, .control: return nil
    case .privateUse, .surrogate, .unassigned: return "?"
    default: return scalar
    }
  }

  private static func takeEscape(_ rest: inout Substring.UnicodeScalarView, _ kept: inout ColouredText) {
    guard let next = rest.first else { return }
    switch next {
    case "[":
      rest.removeFirst()
      takeControlSequence(&rest, &kept)
    case "]", "P", "X", "^", "_":
      rest.removeFirst()
      skipString(&rest)
    case "\u{20}"..."\u{2F}":
      while let first = rest.first, (0x20...0x2F).contains(first.value) { rest.removeFirst() }
      if let first = rest.first, (0x30...0x7E).contains(first.value) { rest.removeFirst() }
    case "\u{30}"..."\u{7E}": rest.removeFirst()
    default: return
    }
  }

  private static func takeControlSequence(_ rest: inout Substring.UnicodeScalarView, _ kept: inout ColouredText) {
    let parameters = rest.prefix { (0x20...0x3F).contains($0.value) }
    rest = rest.dropFirst(parameters.count)
    guard let final = rest.first, (0x40...0x7E).contains(final.value) else { return }
    rest.removeFirst()
    if final == "m" { kept.colour(by: Substring(parameters)) }
  }

  // Titles, clipboards and the like: up to BEL or ST; without an end, the rest of the line is the string.
  private static func skipString(_ rest: inout Substring.UnicodeScalarView) {
    while let scalar = rest.popFirst() {
      if scalar.value == 0x07 || scalar.value == 0x9C { return }
      if scalar.value == 0x1B {
        if rest.first == "\\" { rest.removeFirst() }
        return
      }
    }
  }
}
