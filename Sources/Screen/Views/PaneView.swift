import Cluster
import Planning

/// The lower half: the log, scrolled or following, below a rule that says what happens.
struct PaneView {
  let state: ScreenState
  let layout: Layout

  func draw(on canvas: inout Canvas) {
    let text = PaneText(state: state, width: layout.pane.width, height: layout.pane.height)
    drawRule(text, on: &canvas)
    drawLines(text, on: &canvas)
  }

  private func drawRule(_ text: PaneText, on canvas: inout Canvas) {
    let area = layout.paneTitle
    guard !area.isEmpty else { return }
    canvas.fill(area, with: Glyph.horizontal, style: .line)
    let tag = layout.isCompact && state.isRunning ? ends : tag(text)
    let edge = canvas.putRight(tag, right: area.right - 2, y: area.y, notBefore: area.x + 8)
    canvas.put(title, x: area.x + 1, y: area.y, limit: edge - area.x - 2, mark: "…")
  }

  private var title: StyledLine {
    guard let (part, phase) = state.working else {
      return StyledLine([Span(" "), Span(state.isRunning ? "run" : "log", .text), Span(" ")])
    }
    let flights = state.progress?.inFlight.count ?? 0
    var line = StyledLine(" ")
    line.append(layout.isCompact ? phase.rawValue : "\(part.node) \(phase.rawValue)", .bright)
    if part.toMove > 0, phase == .drain || phase == .return {
      let moved = TextWidth.padLeft(String(part.moved), String(part.toMove).count)
      line.append(layout.isCompact ? " \(moved)/\(part.toMove)" : "   \(moved) of \(part.toMove) moved")
      if !layout.isCompact { line.append(", \(flights) in flight", flights > 0 ? .text : .dim) }
    } else if !part.detail.isEmpty {
      line.append("   \(TextWidth.fit(part.detail, max(layout.paneTitle.width - 36, 8)))", .text)
    }
    line.append(" ")
    return line
  }

  private var ends: StyledLine {
    StyledLine([
      Span(" "), Span(state.progress.map { state.clock.minutes($0.endsAt) } ?? "", .bright), Span(" end ", .dim),
    ])
  }

  private func tag(_ text: PaneText) -> StyledLine {
    var line = StyledLine(" ")
    line.append(state.output.tag, .dim)
    let newer = text.newer
    if newer > 0 || state.paneBottom != nil {
      line.append("\(newer) newer, End follows", .bright)
    } else {
      line.append("follow", .dim)
    }
    line.append(" ")
    return line
  }

  private func drawLines(_ text: PaneText, on canvas: inout Canvas) {
    let area = layout.pane
    guard !area.isEmpty else { return }
    let visible = text.visible
    let rows = visible.reduce(0) { $0 + (state.log[$1].map { text.text($0).count } ?? 0) }
    // Lines hang from the top until the pane is full; then the newest is at the bottom.
    var y = area.y - max(rows - area.height, 0)
    for number in visible {
      guard let line = state.log[number] else { continue }
      let messages = text.text(line)
      for (index, message) in messages.enumerated() {
        if y + index >= area.y, y + index < area.bottom {
          draw(line, message, isFirst: index == 0, text, y: y + index, on: &canvas)
        }
      }
      y += messages.count
    }
  }

  private func draw(
    _ line: LogLine, _ message: String, isFirst: Bool, _ text: PaneText, y: Int, on canvas: inout Canvas
  ) {
    let columns = text.columns
    let left = layout.pane.x + 1
    let styles = styles(of: line)
    guard isFirst else {
      canvas.put(message, x: left + text.continuationStart(line), y: y, style: styles.message)
      return
    }
    if columns.time > 0 { canvas.put(state.clock.seconds(line.time), x: left, y: y, style: .dim) }
    let subject = columns.time == 0 ? PaneView.short(line.subject) : line.subject
    canvas.put(
      TextWidth.fit(subject, columns.subject - 1), x: left + columns.time, y: y, style: styles.subject)
    var x = left + text.messageStart(line)
    if text.hasWay(line), let from = line.from, let to = line.to {
      var way = StyledLine(TextWidth.pad(from, columns.name), styles.way)
      way.append(" \(Glyph.arrow) ", .line)
      way.append(TextWidth.pad(to, columns.name), styles.way)
      canvas.put(way, x: x, y: y)
      x += columns.way
    }
    canvas.put(message, x: x, y: y, style: styles.message, limit: layout.pane.right - x)
  }

  private func styles(of line: LogLine) -> (subject: Style, way: Style, message: Style) {
    switch line.level {
    case .output: (.dim, .dim, .dim)
    case .info: (.text, .dim, state.isFresh(line.time) ? .bright : .text)
    case .warning: (.bright, .dim, .bright)
    case .error: (.danger, .dim, .danger)
    }
  }

  // On a narrow screen the number and the name say enough: `ct/103 grafana` becomes `103 grafana`.
  private static func short(_ subject: String) -> String {
    subject.hasPrefix("ct/") || subject.hasPrefix("vm/") ? String(subject.dropFirst(3)) : subject
  }
}
