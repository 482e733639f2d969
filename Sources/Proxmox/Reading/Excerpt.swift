import Remote

/// Text from a node, made fit for messages: one line, no control characters, not too long.
enum Excerpt {
  /// Long enough for any refusal of facts/pve.md 5.3, short enough for a line on a screen.
  static let charactersMax = 200

  /// The text on one line of at most `charactersMax` characters.
  static func of(_ text: String) -> String {
    let lines = text.prefix(charactersMax * 4).split(whereSeparator: \.isNewline).map { String($0).trimmingBlanks }
    return shortened(clean(lines.filter { !$0.isEmpty }.joined(separator: " / ")))
  }

  /// Error output without the noise that says nothing.
  static func errors(_ text: String) -> String { of(complaints(text).joined(separator: "\n")) }

  /// Lines of error output that are complaints, not noise.
  /// - Source: facts/pve.md 15 item 14: locale warnings of Perl come with any command.
  static func complaints(_ text: String) -> [String] {
    text.split(whereSeparator: \.isNewline).map { String($0).trimmingBlanks }.filter { line in
      !line.isEmpty && !line.hasPrefix("perl: warning:") && !line.hasPrefix("LC_") && !line.hasPrefix("LANG")
        && line != "are supported and installed on your system."
    }
  }

  /// The text without characters that steer a terminal or turn the writing around.
  static func clean(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isHostile) else { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { result.append(isHostile(scalar) ? "\u{FFFD}" : scalar) }
    return String(result)
  }

  private static func shortened(_ text: String) -> String {
    text.count > charactersMax ? text.prefix(charactersMax - 1) + "…" : text
  }

  private static func isHostile(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.value < 0x20 || scalar.value >= 0x7F else { return false }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: return true
    default: return false
    }
  }
}
