import Cluster

/// Rows in columns, filtered and sorted as the operator wants them.
struct Table {
  /// One column.
  struct Column: Hashable {
    let title: String
    /// Columns of the screen that it takes.
    let width: Int
    var isRight = false
    /// The higher, the sooner a narrow screen drops it; 0 stays.
    var rank = 0
  }

  /// One row: a piece of text for each column, and what it is sorted by where that is not the text.
  struct Row: Hashable {
    let id: RowID
    let cells: [Span]
    let keys: [SortKey]
    /// What a filter can choose it by besides its text.
    let states: Set<RowState>
  }

  /// What rows are sorted by; numbers come before words, and what is not known comes last.
  enum SortKey: Hashable, Comparable {
    case number(Double)
    case text(String)
    case unknown

    static func < (left: SortKey, right: SortKey) -> Bool {
      switch (left, right) {
      case (.number(let first), .number(let second)): first < second
      case (.text(let first), .text(let second)): NaturalOrder.precedes(first, second)
      case (.number, _), (.text, .unknown): true
      case (.text, .number), (.unknown, _): false
      }
    }
  }

  let columns: [Column]
  /// The rows that are shown, in their order.
  let rows: [Row]
  /// Rows before any were left out.
  let rowsInAll: Int
  let looked: TableState

  init(_ columns: [Column], _ all: [Row], looked: TableState) {
    self.columns = columns
    self.looked = looked
    rowsInAll = all.count
    var rows = all
    if !looked.filter.isEmpty, let filter = try? TableFilter(looked.filter) {
      rows = rows.filter { filter.shows($0, isMarked: looked.marks.contains($0.id)) }
    }
    let column = looked.sort
    if column > 0 {
      // Rows that are equal there keep their natural order, which the first column has.
      rows = rows.enumerated().sorted { left, right in
        let (first, second) = (left.element.keys[column], right.element.keys[column])
        return first == second ? left.offset < right.offset : first < second
      }.map(\.element)
    }
    if looked.isReversed { rows.reverse() }
    self.rows = rows
  }

  /// Number of the selected row; the first when the selected one is not shown.
  var selectedRow: Int? {
    guard !rows.isEmpty else { return nil }
    return rows.firstIndex { $0.id == looked.selected } ?? 0
  }

  /// Rows above those that are seen. The selected row is always among these, whatever has come and gone since the last
  /// key.
  func top(showing selected: Int, height: Int) -> Int {
    let kept = looked.top.clamped(to: 0...max(rows.count - height, 0))
    return min(max(kept, selected - height + 1), selected)
  }
}
