/// A piece of text with one meaning.
public struct Span: Hashable, Sendable {
  /// The text, as it came.
  public var text: String
  /// What it means.
  public var style: Style

  /// Text with a meaning.
  public init(_ text: String, _ style: Style = .text) {
    self.text = text
    self.style = style
  }
}

/// One line made of pieces.
public struct StyledLine: Hashable, Sendable {
  /// The pieces from left to right.
  public var spans: [Span]

  /// A line of pieces.
  public init(_ spans: [Span] = []) { self.spans = spans }

  /// A line of one piece.
  public init(_ text: String, _ style: Style = .text) { spans = [Span(text, style)] }

  /// Columns that it takes.
  public var width: Int { spans.reduce(0) { $0 + TextWidth.of($1.text) } }

  /// Adds a piece on the right.
  public mutating func append(_ text: String, _ style: Style = .text) { spans.append(Span(text, style)) }

  /// Fills with blanks up to a column.
  public mutating func pad(to column: Int) {
    let missing = column - width
    if missing > 0 { spans.append(Span(String(repeating: " ", count: missing))) }
  }
}

extension Canvas {
  /// Writes a line of pieces from a place to the right, up to the edge or `limit` columns. The piece that does not fit
  /// is cut with `mark` at its end.
  /// - Returns: columns written.
  @discardableResult
  public mutating func put(_ line: StyledLine, x: Int, y: Int, limit: Int = .max, mark: String = "") -> Int {
    let room = min(limit, max(size.width - x, 0))
    var used = 0
    for span in line.spans {
      let width = TextWidth.of(span.text)
      if used + width > room {
        let cut = TextWidth.fit(span.text, room - used, mark: mark)
        used += put(cut, x: x + used, y: y, style: span.style, limit: room - used)
        break
      }
      used += put(span.text, x: x + used, y: y, style: span.style)
    }
    return used
  }

  /// Writes a line of pieces so that it ends before column `right`.
  /// - Returns: the column where it begins.
  @discardableResult
  mutating func putRight(_ line: StyledLine, right: Int, y: Int, notBefore left: Int = 0) -> Int {
    let width = line.width
    guard right - width >= left else { return right }
    put(line, x: right - width, y: y)
    return right - width
  }
}
