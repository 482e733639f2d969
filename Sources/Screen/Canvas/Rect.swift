/// Width and height in cells; never negative.
public struct Size: Hashable, Sendable {
  /// Columns.
  public let width: Int
  /// Rows.
  public let height: Int

  /// A size; negative numbers count as 0, and nothing is larger than any terminal.
  public init(width: Int, height: Int) {
    // 1000 columns or rows bound the memory of a canvas whatever a terminal claims.
    self.width = min(max(width, 0), 1000)
    self.height = min(max(height, 0), 1000)
  }
}

/// A part of a canvas.
public struct Rect: Hashable, Sendable {
  /// Leftmost column.
  public var x: Int
  /// Topmost row.
  public var y: Int
  /// Columns; not negative.
  public var width: Int
  /// Rows; not negative.
  public var height: Int

  /// A rectangle; negative widths and heights count as 0.
  public init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = max(width, 0)
    self.height = max(height, 0)
  }

  /// A whole canvas.
  public init(_ size: Size) { self.init(x: 0, y: 0, width: size.width, height: size.height) }

  /// First column right of it.
  public var right: Int { x + width }
  /// First row below it.
  public var bottom: Int { y + height }
  /// Whether it holds no cell.
  public var isEmpty: Bool { width == 0 || height == 0 }

  /// Whether a cell lies in it.
  public func contains(x column: Int, y row: Int) -> Bool {
    column >= x && column < right && row >= y && row < bottom
  }

  /// The rectangle inside margins of so many columns and rows.
  public func inset(columns: Int, rows: Int) -> Rect {
    Rect(x: x + columns, y: y + rows, width: width - 2 * columns, height: height - 2 * rows)
  }

  /// Cuts rows off its top.
  public mutating func takeTop(_ rows: Int) -> Rect {
    let taken = min(max(rows, 0), height)
    let top = Rect(x: x, y: y, width: width, height: taken)
    self = Rect(x: x, y: y + taken, width: width, height: height - taken)
    return top
  }

  /// Cuts rows off its bottom.
  public mutating func takeBottom(_ rows: Int) -> Rect {
    let taken = min(max(rows, 0), height)
    let cut = Rect(x: x, y: bottom - taken, width: width, height: taken)
    height -= taken
    return cut
  }
}
