/// Bars that fill from the left.
enum Meter {
  /// A bar of so many columns. Anything above zero shows at least one full cell, and only the whole fills the last.
  static func bar(_ fraction: Double, columns: Int, style: Style = .text) -> [Span] {
    guard columns > 0 else { return [] }
    let part = fraction.isFinite ? min(max(fraction, 0), 1) : 0
    var full = Int((part * Double(columns)).rounded())
    if part > 0, full == 0 { full = 1 }
    if part < 1, full == columns { full = columns - 1 }
    return [
      Span(String(repeating: Character(Glyph.full), count: full), style),
      Span(String(repeating: Character(Glyph.empty), count: columns - full), .line),
    ]
  }

  /// A bar with a figure on its right, in so many columns.
  static func gauge(_ fraction: Double, figure: String, columns: Int, style: Style = .text) -> StyledLine {
    let bar = columns - TextWidth.of(figure) - 1
    guard bar >= 3 else { return StyledLine(TextWidth.padLeft(figure, columns), style) }
    return StyledLine(Meter.bar(fraction, columns: bar, style: style) + [Span(" "), Span(figure, .text)])
  }
}
