/// A screen as a grid of cells. Views draw on it; what falls outside is dropped, so no size can hurt.
public struct Canvas: Hashable, Sendable {
  /// Columns and rows.
  public let size: Size
  private var cells: [Cell]

  /// A blank canvas.
  public init(size: Size) {
    self.size = size
    cells = Array(repeating: .blank, count: size.width * size.height)
  }

  /// Where a reader's attention is, for screen readers and for typing; nil for nowhere.
  public var cursor: Position?
  /// Whether the cursor is seen, because something is typed there.
  public var showsCursor = false

  /// A column and a row.
  public struct Position: Hashable, Sendable {
    /// The column.
    public var x: Int
    /// The row.
    public var y: Int

    /// A place.
    public init(x: Int, y: Int) {
      self.x = x
      self.y = y
    }
  }

  /// The cell at a place; blank outside.
  public subscript(x: Int, y: Int) -> Cell {
    guard contains(x, y) else { return .blank }
    return cells[y * size.width + x]
  }

  /// The cells of a row; empty outside.
  public func row(_ y: Int) -> ArraySlice<Cell> {
    guard y >= 0, y < size.height else { return [] }
    return cells[(y * size.width)..<((y + 1) * size.width)]
  }

  /// Writes text from a place to the right, up to the edge or `limit` columns; text that does not fit ends in
  /// nothing. Control characters and escape sequences are neutralised on the way.
  /// - Returns: columns written.
  @discardableResult
  public mutating func put(_ text: String, x: Int, y: Int, style: Style, limit: Int = .max) -> Int {
    var column = x
    let end = limit < size.width - min(x, 0) ? min(x + limit, size.width) : size.width
    for scalar in PlainText.clean(text).unicodeScalars {
      let width = TextWidth.of(scalar)
      if width == 0 {
        combine(scalar, beforeColumn: column, from: x, y: y)
        continue
      }
      guard column + width <= end else { break }
      set(Cell(scalar, width: UInt8(width), style: style), x: column, y: y)
      column += width
    }
    return column - x
  }

  /// Fills a part with one scalar of one column.
  public mutating func fill(_ rect: Rect, with scalar: Unicode.Scalar = " ", style: Style = .text) {
    for y in max(rect.y, 0)..<max(rect.y, 0, min(rect.bottom, size.height)) {
      for x in max(rect.x, 0)..<max(rect.x, 0, min(rect.right, size.width)) {
        set(Cell(scalar, style: style), x: x, y: y)
      }
    }
  }

  /// Replaces what a cell shows; a wide character becomes two narrow ones, and marks are lost.
  mutating func replace(x: Int, y: Int, by twin: (Unicode.Scalar) -> Unicode.Scalar) {
    guard contains(x, y) else { return }
    let index = y * size.width + x
    let cell = cells[index]
    if cell.scalar.isASCII, cell.marks.isEmpty, cell.width == 1 { return }
    cells[index] = Cell(cell.width == 0 ? "?" : twin(cell.scalar), style: cell.style)
  }

  /// Changes what a cell means; a cell that is reversed keeps its meaning.
  mutating func recolour(x: Int, y: Int, _ change: (Role) -> Role) {
    let index = y * size.width + x
    let style = cells[index].style
    if style.isReversed || cells[index].scalar == " " { return }
    let role = change(style.role)
    if role != style.role { cells[index].style.role = role }
  }

  private func contains(_ x: Int, _ y: Int) -> Bool { x >= 0 && y >= 0 && x < size.width && y < size.height }

  private mutating func set(_ cell: Cell, x: Int, y: Int) {
    guard contains(x, y), cell.width < 2 || contains(x + 1, y) else { return }
    let index = y * size.width + x
    release(index, column: x)
    cells[index] = cell
    if cell.width == 2 {
      release(index + 1, column: x + 1)
      cells[index + 1] = Cell("\0", width: 0, style: cell.style)
    }
  }

  // Half of a wide character may not stay behind when the other half is overwritten.
  private mutating func release(_ index: Int, column: Int) {
    if cells[index].width == 0, column > 0 {
      cells[index - 1] = Cell(" ", style: cells[index - 1].style)
    } else if cells[index].width == 2, column + 1 < size.width {
      cells[index + 1] = Cell(" ", style: cells[index + 1].style)
    }
  }

  private mutating func combine(_ mark: Unicode.Scalar, beforeColumn column: Int, from x: Int, y: Int) {
    guard column > x, contains(column - 1, y) else { return }
    var index = y * size.width + column - 1
    if cells[index].width == 0, column > 1 { index -= 1 }
    if cells[index].marks.count < Cell.marksMax { cells[index].marks.append(mark) }
  }
}

extension Canvas {
  /// The glyphs as lines of text, without blanks at the ends.
  public var glyphLines: [String] {
    (0..<size.height).map { y in Canvas.trimmed(row(y).map(\.glyph).joined()) }
  }

  /// The styles as lines of letters, one a column; a blank that is not reversed has none.
  public var styleLines: [String] {
    (0..<size.height).map { y in
      Canvas.trimmed(
        String(row(y).map { $0.scalar == " " && !$0.style.isReversed ? " " : $0.style.letter }))
    }
  }

  private static func trimmed(_ line: String) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return line
  }
}
