import Cluster

/// What a row of a table stands for.
public enum RowID: Hashable, Sendable {
  /// A guest.
  case guest(GuestID)
  /// A node or a backup server.
  case card(String)
  /// A run.
  case run(RunID)
}

/// How the operator looks at a page's table. Rows are known by what they stand for, so that they may come, go and move.
struct TableState: Hashable, Sendable {
  /// The selected row; nil for the first.
  var selected: RowID?
  /// Rows that are scrolled away.
  var top = 0
  /// Number of the column that rows are sorted by.
  var sort = 0
  /// Whether the last comes first.
  var isReversed = false
  /// Which rows are shown: a pattern that can be read.
  var filter = ""
  /// Rows that are marked.
  var marks: Set<RowID> = []
}

extension ScreenState {
  /// How the page's table is looked at.
  var tableState: TableState {
    get { tables[page] ?? TableState() }
    set { tables[page] = newValue }
  }

  /// The page's table; nil on a page that has none.
  var table: Table? {
    switch page {
    case .guests: Table(GuestTable(state: self).columns, GuestTable(state: self).rows, looked: tableState)
    case .fleet: Table(FleetTable(state: self).columns, FleetTable(state: self).rows, looked: tableState)
    case .runs: Table(RunTable(state: self).columns, RunTable(state: self).rows, looked: tableState)
    case .cluster, .log: nil
    }
  }
}
