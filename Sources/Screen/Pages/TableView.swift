/// Draws a table: a line of titles and the rows below it, as many columns as fit.
struct TableView {
  let table: Table
  let width: Int
  /// What is said where there are no rows at all.
  let whyEmpty: String

  // The pointer and the mark.
  private static let margin = 3

  /// Numbers of the columns that fit, in their order.
  private var shown: [Int] {
    var numbers = Array(table.columns.indices)
    func needed() -> Int { numbers.reduce(TableView.margin) { $0 + table.columns[$1].width + 2 } - 2 }
    while needed() > width,
      let last = numbers.filter({ table.columns[$0].rank > 0 }).max(by: { left, right in
        table.columns[left].rank < table.columns[right].rank
      })
    {
      numbers.removeAll { $0 == last }
    }
    return numbers
  }

  func draw(head: Rect, rows area: Rect, on canvas: inout Canvas) {
    let shown = shown
    if !head.isEmpty { canvas.put(titles(shown), x: head.x, y: head.y, limit: head.width) }
    guard let selected = table.selectedRow else {
      let why = table.rowsInAll > 0 ? "nothing matches; Esc shows all \(table.rowsInAll)" : whyEmpty
      canvas.put(why, x: area.x + TableView.margin, y: area.y, style: .dim, limit: area.width - TableView.margin)
      return
    }
    let top = table.top(showing: selected, height: area.height)
    for row in 0..<min(area.height, table.rows.count - top) {
      let isSelected = top + row == selected
      let line = line(table.rows[top + row], shown, isSelected: isSelected)
      canvas.put(line, x: area.x, y: area.y + row, limit: area.width, mark: "…")
      if isSelected { canvas.cursor = Canvas.Position(x: area.x + 1, y: area.y + row) }
    }
  }

  private func titles(_ shown: [Int]) -> StyledLine {
    var line = StyledLine(String(repeating: " ", count: TableView.margin))
    for number in shown {
      let column = table.columns[number]
      let isSorted = number == table.looked.sort
      let sign = isSorted ? (table.looked.isReversed ? Glyph.descending : Glyph.ascending) : ""
      let title = isSorted && TextWidth.of(column.title) < column.width ? column.title + sign : column.title
      if number != shown.first { line.append("  ") }
      append(title, column, isSorted ? .bright : .dim, to: &line)
    }
    return line
  }

  private func line(_ row: Table.Row, _ shown: [Int], isSelected: Bool) -> StyledLine {
    let isMarked = table.looked.marks.contains(row.id)
    var line = StyledLine(isSelected ? Glyph.pointer : " ", .bright)
    line.append(isMarked ? "*" : " ", .bright)
    line.append(" ")
    for number in shown {
      let cell = row.cells[number]
      let isName = number == shown.first
      if !isName { line.append("  ") }
      append(cell.text, table.columns[number], isName && isSelected ? .bright.reversed : cell.style, to: &line)
    }
    return line
  }

  private func append(_ text: String, _ column: Table.Column, _ style: Style, to line: inout StyledLine) {
    let fitted = TextWidth.fit(text, column.width)
    let gap = String(repeating: " ", count: max(0, column.width - TextWidth.of(fitted)))
    if column.isRight { line.append(gap) }
    line.append(fitted, style)
    if !column.isRight { line.append(gap) }
  }
}
