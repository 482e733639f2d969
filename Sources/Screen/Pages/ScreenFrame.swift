/// What every page has: a first line, a line for answers, a line of keys, and the room between.
struct ScreenFrame: Hashable {
  /// Below this the words for a wide screen don't fit.
  static let compactBelow = Size(width: 60, height: 16)

  let isCompact: Bool
  let header: Rect
  let body: Rect
  let status: Rect
  let keys: Rect

  init(_ size: Size) {
    var rest = Rect(size)
    isCompact = size.width < ScreenFrame.compactBelow.width || size.height < ScreenFrame.compactBelow.height
    header = rest.takeTop(1)
    keys = rest.takeBottom(size.height > 2 ? 1 : 0)
    status = rest.takeBottom(isCompact ? 0 : 1)
    body = rest
  }
}

extension Canvas {
  /// A rule across the screen, with words in it at both ends.
  mutating func rule(_ area: Rect, title: StyledLine, tag: StyledLine = StyledLine()) {
    guard !area.isEmpty else { return }
    fill(area, with: Glyph.horizontal, style: .line)
    let edge = tag.spans.isEmpty ? area.right : putRight(tag, right: area.right - 2, y: area.y, notBefore: area.x + 8)
    put(title, x: area.x + 1, y: area.y, limit: edge - area.x - 2, mark: "…")
  }
}
