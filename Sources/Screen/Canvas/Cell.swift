/// One position of a screen.
public struct Cell: Hashable, Sendable {
  /// The visible scalar; NUL in the right half of a wide character.
  public var scalar: Unicode.Scalar
  /// Marks that combine with it, at most `marksMax`.
  public var marks: [Unicode.Scalar]
  /// Columns it takes: 1, 2, or 0 for the right half of a wide character.
  public var width: UInt8
  /// What it means.
  public var style: Style

  /// ncurses keeps a base and four marks in a cell (CCHARW_MAX is 5).
  public static let marksMax = 4

  /// A cell of one scalar.
  public init(_ scalar: Unicode.Scalar, width: UInt8 = 1, style: Style = .text) {
    self.scalar = scalar
    self.width = width
    self.style = style
    marks = []
  }

  /// An empty place.
  public static let blank = Cell(" ")

  /// What the cell shows, as text; empty for the right half of a wide character.
  public var glyph: String {
    guard width > 0 else { return "" }
    var text = String.UnicodeScalarView()
    text.append(scalar)
    text.append(contentsOf: marks)
    return String(text)
  }
}
