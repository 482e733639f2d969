extension ScreenState {
  /// Shows a page; the one shown until now is what `-` comes back to.
  mutating func show(_ next: Page) -> [ScreenCommand] {
    guard next != page else { return [] }
    lastPage = page
    page = next
    // Other runs may have ended meanwhile, by cron or by somebody else.
    return next == .runs ? [.listRuns] : []
  }

  /// One level back: to all lines or rows, to the newest line, to no marks, to the first page, out of a replay.
  mutating func stepBack() -> [ScreenCommand] {
    if page == .log, logPane.errorsOnly {
      logPane.errorsOnly = false
      setFilter("")
    } else if !filter.isEmpty, page != .cluster {
      setFilter("")
    } else if pane.bottom != nil, !Page.tables.contains(page) {
      pane.bottom = nil
    } else if !tableState.marks.isEmpty {
      tableState.marks = []
    } else if page == .cluster, options.isReplay {
      return [.quit]
    } else {
      return show(.cluster)
    }
    return []
  }
}
