import Planning

/// The log on the whole screen.
struct LogPage {
  let state: ScreenState
  let frame: ScreenFrame

  func draw(on canvas: inout Canvas) {
    let area = LogPage.lines(in: state.size)
    let rule = Rect(x: 0, y: frame.body.y, width: frame.body.width, height: min(frame.body.height, 1))
    let text = PaneText(state: state, page: .log, width: area.width, height: area.height)
    canvas.rule(rule, title: title(text), tag: PaneLines.tag(state, text))
    PaneLines(state: state, area: area, text: text).draw(on: &canvas)
  }

  /// Where the lines stand on a screen of that size.
  static func lines(in size: Size) -> Rect {
    var body = ScreenFrame(size).body
    _ = body.takeTop(1)
    return body
  }

  private func title(_ text: PaneText) -> StyledLine {
    let pane = state.logPane
    var line = StyledLine(" log ", .text)
    if pane.errorsOnly { line.append("  warnings and failures ", .bright) }
    if !pane.filter.isEmpty { line.append("  /\(TextWidth.fit(pane.filter, 40)) ", .bright) }
    if pane.chosen != nil { line.append("  \(Figures.count(text.shownLines.count, "line")) ", .text) }
    return line
  }
}
