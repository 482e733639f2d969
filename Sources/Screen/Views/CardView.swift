import Cluster
import Planning

/// A card: a frame with name and state in its upper edge, and lines of text.
struct CardView {
  let state: ScreenState
  let card: Card
  let count: HerdCount
  let isSelected: Bool
  let mapLines: Int

  func draw(in area: Rect, on canvas: inout Canvas) {
    guard area.width >= 4, area.height >= 2 else { return }
    let word = state.cardState(card)
    let edge: Style = word.isWorking ? .bright : isSelected ? .text : .line
    canvas.frame(area, style: edge)
    drawTitle(word, in: area, on: &canvas)
    let text = area.inset(columns: 2, rows: 1)
    for (row, line) in lines(width: text.width, rows: text.height).prefix(text.height).enumerated() {
      canvas.put(line, x: text.x, y: text.y + row, limit: text.width, mark: "…")
    }
  }

  private func drawTitle(_ word: CardState, in area: Rect, on canvas: inout Canvas) {
    let wordWidth = TextWidth.of(word.word)
    let nameRoom = area.width - 6 - wordWidth - 1
    var end = area.x + 2
    if nameRoom >= 1 {
      let name = TextWidth.fit(card.name, nameRoom)
      if isSelected { canvas.put(Glyph.pointer, x: area.x + 1, y: area.y, style: .bright) }
      end += canvas.put(" \(name) ", x: end, y: area.y, style: isSelected ? .bright.reversed : .text)
      if isSelected { canvas.cursor = Canvas.Position(x: area.x + 3, y: area.y) }
    }
    let start = area.right - 3 - wordWidth
    guard start >= end - 1 else { return }
    canvas.put(" \(word.word) ", x: start - 1, y: area.y, style: word.style)
  }

  private func lines(width: Int, rows: Int) -> [StyledLine] {
    let textRows = rows - mapLines
    switch card {
    case .awaited:
      return [StyledLine(state.troubles.isEmpty ? "asking…" : "did not answer", .dim)]
    case .backup(let server):
      return BackupCardText(state: state, server: server, width: width).lines(textRows)
    case .node(let node):
      var lines = NodeCardText(state: state, node: node, count: count, width: width).lines(textRows)
      guard mapLines > 1 else { return lines }
      while lines.count <= textRows { lines.append(StyledLine()) }
      return lines + GuestMap(state: state, node: node.name).lines(width: width, linesMax: mapLines - 1)
    }
  }
}

extension Canvas {
  /// Draws a frame of single lines along the edge of an area.
  mutating func frame(_ area: Rect, style: Style) {
    guard area.width >= 2, area.height >= 2 else { return }
    let right = area.right - 1
    let bottom = area.bottom - 1
    for y in [area.y, bottom] {
      fill(Rect(x: area.x + 1, y: y, width: area.width - 2, height: 1), with: Glyph.horizontal, style: style)
    }
    for x in [area.x, right] {
      fill(Rect(x: x, y: area.y + 1, width: 1, height: area.height - 2), with: Glyph.vertical, style: style)
    }
    fill(Rect(x: area.x, y: area.y, width: 1, height: 1), with: Glyph.upperLeft, style: style)
    fill(Rect(x: right, y: area.y, width: 1, height: 1), with: Glyph.upperRight, style: style)
    fill(Rect(x: right, y: bottom, width: 1, height: 1), with: Glyph.lowerRight, style: style)
    fill(Rect(x: area.x, y: bottom, width: 1, height: 1), with: Glyph.lowerLeft, style: style)
  }
}
