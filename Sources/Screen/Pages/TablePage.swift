import Cluster
import Planning

/// A page with a table: guests, fleet, runs.
struct TablePage {
  let state: ScreenState
  let layout: PageLayout
  let table: Table

  func draw(on canvas: inout Canvas) {
    HerdMap(state: state, area: layout.mapArea).draw(layout.map, on: &canvas)
    FlightLanes(state: state, area: layout.lanes).draw(on: &canvas)
    canvas.rule(layout.rule, title: title, tag: tag)
    TableView(table: table, width: layout.rows.width, whyEmpty: whyEmpty).draw(
      head: layout.head, rows: layout.rows, on: &canvas)
    if !layout.note.isEmpty {
      canvas.put(FleetTable.note, x: layout.note.x + 3, y: layout.note.y, style: .dim, limit: layout.note.width - 4)
    }
    drawReport(on: &canvas)
  }

  private var whyEmpty: String {
    if state.page != .runs { return state.troubles.isEmpty ? "asking the cluster…" : "no answer" }
    return state.pastRuns == nil
      ? "reading the journals…" : "no run yet; whoever starts one, here or by cron, it will stand here"
  }

  private var title: StyledLine {
    switch state.page {
    case .guests:
      let running = state.inventory?.guests.count { $0.status == .running && !$0.isTemplate } ?? 0
      return StyledLine(" guests   \(table.rowsInAll), \(running) running ", .text)
    case .fleet: return FleetTable(state: state).summary(width: layout.rule.width - tag.width - 4)
    default:
      return StyledLine(" runs   \(table.rowsInAll) ", .text)
    }
  }

  private var tag: StyledLine {
    var line = StyledLine(" ")
    let marks = table.looked.marks.count
    if marks > 0 { line.append("\(marks) marked   ", .bright) }
    if !table.looked.filter.isEmpty {
      line.append("/\(TextWidth.fit(table.looked.filter, 24))", .bright)
      line.append(" \(table.rows.count) of \(table.rowsInAll)", .text)
    } else {
      line.append(
        table.rows.count > layout.rows.height ? "\((table.selectedRow ?? 0) + 1)/\(table.rows.count)" : "", .dim)
    }
    line.append(line.width > 1 ? " " : "")
    return line.width > 1 ? line : StyledLine()
  }

  private func drawReport(on canvas: inout Canvas) {
    guard !layout.report.isEmpty, let number = table.selectedRow, case .run(let id) = table.rows[number].id,
      let run = state.runs.first(where: { $0.run == id })
    else { return }
    canvas.rule(layout.reportRule, title: StyledLine(" run \(id) "))
    let text = layout.report.inset(columns: 1, rows: 0)
    let lines = RunReport(state: state, run: run, width: text.width).lines
    for (row, line) in lines.prefix(text.height).enumerated() {
      canvas.put(line, x: text.x, y: text.y + row, limit: text.width, mark: "…")
    }
    let hidden = lines.count - text.height
    guard hidden > 0 else { return }
    canvas.putRight(
      StyledLine(" \(hidden) more: \(state.label(of: .report)) ", .dim.reversed), right: layout.report.right - 1,
      y: layout.report.bottom - 1)
  }
}
