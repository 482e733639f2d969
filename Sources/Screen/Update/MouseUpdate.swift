extension ScreenState {
  /// A click selects a card or a row, the wheel scrolls. Nothing is ever started by a mouse.
  mutating func take(_ event: MouseEvent) {
    switch event {
    case .wheel(let lines):
      if dialog != nil { return scrollDialog(lines) }
      if table == nil { scrollPane(lines: lines) } else { selectRow(movedBy: lines) }
    case .click(let x, let y):
      guard dialog == nil else { return }
      if let table {
        let area = PageLayout(of: self).rows
        guard y >= area.y, y < area.bottom, let selected = table.selectedRow else { return }
        let row = table.top(showing: selected, height: area.height) + y - area.y
        if table.rows.indices.contains(row) { selectRow(movedBy: row - selected) }
      } else if page == .cluster, let number = HerdView(state: self, layout: Layout(of: self)).card(x: x, y: y) {
        selected = number
      }
    }
  }
}
