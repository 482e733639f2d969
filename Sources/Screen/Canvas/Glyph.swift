/// The characters that a screen is made of. All but the ellipsis are in code page 437, so that consoles and old fonts
/// have them, and every one has an ASCII twin of the same width.
enum Glyph {
  static let horizontal: Unicode.Scalar = "─"
  static let vertical: Unicode.Scalar = "│"
  static let upperLeft: Unicode.Scalar = "┌"
  static let upperRight: Unicode.Scalar = "┐"
  static let lowerRight: Unicode.Scalar = "┘"
  static let lowerLeft: Unicode.Scalar = "└"
  static let full: Unicode.Scalar = "▓"
  static let empty: Unicode.Scalar = "░"
  static let arrow = "→"
  static let leaving = "►"
  static let arriving = "◄"
  static let dot = "·"
  static let pointer = "►"
  static let ascending = "▲"
  static let descending = "▼"
  static let holds = "√"

  static func twin(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar {
    case "─": "-"
    case "│": "|"
    case "┌", "┐", "┘", "└", "├", "┤": "+"
    case "▓": "#"
    case "░", "·": "."
    case "→", "►": ">"
    case "◄": "<"
    case "↑", "▲": "^"
    case "↓", "▼": "v"
    case "√": "+"
    case "…": "~"
    case "±": "~"
    default: scalar.isASCII ? scalar : "?"
    }
  }
}

extension Canvas {
  /// Puts the ASCII twin in the place of every glyph; what has none becomes a question mark.
  mutating func reduceToASCII() {
    for y in 0..<size.height {
      for x in 0..<size.width { replace(x: x, y: y) { $0.isASCII ? $0 : Glyph.twin($0) } }
    }
  }
}
