extension ScreenState {
  /// Selects the row so many below the selected one, and scrolls as little as shows it.
  mutating func selectRow(movedBy step: Int) {
    guard let table = table else { return }
    let rows = table.rows
    guard !rows.isEmpty else { return }
    let (sum, overflow) = (table.selectedRow ?? 0).addingReportingOverflow(step)
    let target = overflow ? (step > 0 ? rows.count - 1 : 0) : sum.clamped(to: 0...(rows.count - 1))
    tableState.selected = rows[target].id
    let height = max(PageLayout(of: self).rows.height, 1)
    tableState.top = tableState.top.clamped(to: (target - height + 1)...target).clamped(
      to: 0...max(rows.count - height, 0))
  }

  /// Rows that a page down goes.
  var rowsOfPage: Int { max(PageLayout(of: self).rows.height - 1, 1) }

  /// Sorts by the column so many further on, round and round.
  mutating func sort(movedBy step: Int) {
    guard let count = table?.columns.count, count > 0 else { return }
    sort(by: ((tableState.sort + step) % count + count) % count)
  }

  /// Sorts by a column, in its own direction.
  mutating func sort(by column: Int, isReversed: Bool = false) {
    tableState.sort = column
    tableState.isReversed = isReversed
    selectRow(movedBy: 0)
    guard let title = table?.columns[column].title else { return }
    say("sorted by \(title)\(isReversed ? ", the other way round" : "")")
  }

  /// Marks the selected row, or takes its mark away, and goes on to the next, as one does with many.
  mutating func toggleMark() {
    guard let table, let row = table.selectedRow else { return }
    tableState.marks.formSymmetricDifference([table.rows[row].id])
    selectRow(movedBy: 1)
  }

  /// Of the rows shown, marks those that are not, and takes the marks of those that are.
  mutating func invertMarks() {
    guard let table else { return }
    tableState.marks.formSymmetricDifference(table.rows.map(\.id))
  }

  /// Changes which rows or lines the page shows. A pattern that can't be read, as while it is typed, changes nothing.
  /// - Returns: what is wrong with the pattern.
  @discardableResult
  mutating func setFilter(_ text: String) -> Pattern.Invalid? {
    do throws(Pattern.Invalid) {
      if page == .log {
        _ = try LogFilter(text)
        logPane.filter = text
        logPane.choose(from: log)
      } else {
        _ = try TableFilter(text)
        tableState.filter = text
        selectRow(movedBy: 0)
      }
      return nil
    } catch {
      return error
    }
  }

  /// What the page shows a part of: its filter.
  var filter: String { page == .log ? logPane.filter : tableState.filter }
}
