import Cluster
import Planning

/// The upper half: all nodes and backup servers, as cards or as lines.
struct HerdView {
  let state: ScreenState
  let layout: Layout

  func draw(on canvas: inout Canvas) {
    let cards = state.cards
    let area = layout.herdArea
    guard !area.isEmpty else { return }
    guard !cards.isEmpty else {
      canvas.put(state.troubles.isEmpty ? "asking the cluster…" : "no answer", x: area.x + 1, y: area.y, style: .dim)
      return
    }
    let counts = state.herdCounts
    let selected = min(state.selected, cards.count - 1)
    switch layout.herd {
    case .cards(_, let map):
      for (number, card) in cards.enumerated() {
        let place = layout.card(number)
        guard place.y >= area.y, place.bottom <= area.bottom else { continue }
        CardView(
          state: state, card: card, count: count(of: card, in: counts), isSelected: number == selected, mapLines: map
        ).draw(in: place, on: &canvas)
      }
      let visible = max(area.height / max(layout.card(0).height, 1), 1)
      let hidden = cards.count - visible * layout.herdColumns
      note(hidden, isAbove: layout.firstRow > 0, isBelow: layout.firstRow + visible < layout.herdRows, on: &canvas)
    case .table:
      drawTable(cards, counts, selected: selected, on: &canvas)
    }
  }

  /// Number of the card that is drawn at a place.
  func card(x: Int, y: Int) -> Int? {
    guard layout.herdArea.contains(x: x, y: y) else { return nil }
    switch layout.herd {
    case .cards: return state.cards.indices.first { layout.card($0).contains(x: x, y: y) }
    case .table:
      let number = firstOfTable + y - layout.herdArea.y
      return state.cards.indices.contains(number) ? number : nil
    }
  }

  private var firstOfTable: Int {
    let (height, count) = (layout.herdArea.height, state.cards.count)
    return min(max(state.selected - height / 2, 0), max(count - height, 0))
  }

  private func count(of card: Card, in counts: [NodeName: HerdCount]) -> HerdCount {
    guard case .node(let node) = card else { return HerdCount() }
    return counts[node.name] ?? HerdCount()
  }

  // A table higher than its area is scrolled so that the selected line is seen, and says how many are not.
  private func drawTable(
    _ cards: [Card], _ counts: [NodeName: HerdCount], selected: Int, on canvas: inout Canvas
  ) {
    let area = layout.herdArea
    let first = firstOfTable
    let columns = TableColumns(state: state, cards: cards, width: area.width)
    for row in 0..<min(area.height, cards.count - first) {
      let number = first + row
      let isSelected = number == selected
      let line = columns.line(cards[number], count(of: cards[number], in: counts), isSelected: isSelected)
      canvas.put(line, x: area.x, y: area.y + row, limit: area.width, mark: "…")
      if isSelected { canvas.cursor = Canvas.Position(x: area.x + 1, y: area.y + row) }
    }
    note(
      cards.count - area.height, isAbove: first > 0, isBelow: first + area.height < cards.count, on: &canvas)
  }

  private func note(_ hidden: Int, isAbove: Bool, isBelow: Bool, on canvas: inout Canvas) {
    guard hidden > 0 else { return }
    let note = " \(isAbove ? "↑" : "")\(isBelow ? "↓" : "") \(hidden) more "
    canvas.putRight(
      StyledLine(note, .dim.reversed), right: layout.herdArea.right - 1, y: layout.herdArea.bottom - 1)
  }
}
