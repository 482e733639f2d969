/// How many columns text takes on a terminal.
public enum TextWidth {
  /// Columns of one scalar: 0 for marks that combine with the one before, 2 for East Asian wide ones, else 1.
  public static func of(_ scalar: Unicode.Scalar) -> Int {
    let value = scalar.value
    if value < 0x300 { return 1 }
    if value >= 0x1100 {
      if (0x1160...0x11FF).contains(value) { return 0 }
      if (0x2000...0x2E7F).contains(value), isOwnGlyph(value) { return 1 }
      if isWide(value) { return isMark(scalar) ? 0 : 2 }
    }
    return isMark(scalar) ? 0 : 1
  }

  /// Columns of a text once it is made harmless.
  public static func of(_ text: String) -> Int {
    let clean = PlainText.clean(text)
    if clean.utf8.count == clean.unicodeScalars.count { return clean.utf8.count }
    return clean.unicodeScalars.reduce(0) { $0 + of($1) }
  }

  /// The text made harmless and no wider than `columns`; what is cut off leaves `mark` behind.
  public static func fit(_ text: String, _ columns: Int, mark: String = "…") -> String {
    let clean = PlainText.clean(text)
    if clean.utf8.count <= columns || of(clean) <= columns { return clean }
    let room = columns - of(mark)
    guard room >= 0 else { return String(repeating: ".", count: max(columns, 0)) }
    return prefix(of: clean, columns: room) + mark
  }

  /// The text in exactly `columns` columns, cut or filled with blanks on the right.
  public static func pad(_ text: String, _ columns: Int, mark: String = "…") -> String {
    let fitted = fit(text, columns, mark: mark)
    return fitted + String(repeating: " ", count: max(0, columns - of(fitted)))
  }

  /// The text in exactly `columns` columns, cut or filled with blanks on the left.
  public static func padLeft(_ text: String, _ columns: Int, mark: String = "…") -> String {
    let fitted = fit(text, columns, mark: mark)
    return String(repeating: " ", count: max(0, columns - of(fitted))) + fitted
  }

  /// The longest beginning of a harmless text that takes no more than `columns`.
  static func prefix(of clean: String, columns: Int) -> String {
    var kept = String.UnicodeScalarView()
    var used = 0
    for scalar in clean.unicodeScalars {
      used += of(scalar)
      if used > columns { break }
      kept.append(scalar)
    }
    return String(kept)
  }

  // Arrows, boxes and blocks are most of what is drawn; none is wide or combines.
  private static func isOwnGlyph(_ value: UInt32) -> Bool {
    (0x2010...0x2027).contains(value) || (0x2190...0x21FF).contains(value) || (0x2500...0x25C4).contains(value)
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: true
    default: false
    }
  }

  private static func isWide(_ value: UInt32) -> Bool {
    var low = 0
    var high = WideScalars.ranges.count
    while low < high {
      let middle = (low + high) / 2
      if WideScalars.ranges[middle].upperBound < value { low = middle + 1 } else { high = middle }
    }
    return low < WideScalars.ranges.count && WideScalars.ranges[low].contains(value)
  }
}
