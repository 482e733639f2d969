extension ScreenState {
  /// The whole screen, in the size that the state has.
  public func canvas() -> Canvas {
    var canvas = Canvas(size: size)
    draw(self, on: &canvas)
    return canvas
  }
}

/// Draws a state. Reads no clock, no terminal and nothing else.
public func draw(_ state: ScreenState, on canvas: inout Canvas) {
  let frame = ScreenFrame(state.size)
  HeaderView(state: state).draw(in: frame.header, isCompact: frame.isCompact, on: &canvas)
  drawPage(state, frame, on: &canvas)
  drawFoot(state, frame, on: &canvas)
  DialogFrame(of: state)?.draw(on: &canvas)
  if state.options.isASCII { canvas.reduceToASCII() }
}

private func drawPage(_ state: ScreenState, _ frame: ScreenFrame, on canvas: inout Canvas) {
  if let table = state.table {
    TablePage(state: state, layout: PageLayout(of: state), table: table).draw(on: &canvas)
  } else if state.page == .log {
    LogPage(state: state, frame: frame).draw(on: &canvas)
  } else {
    let layout = Layout(of: state)
    HerdView(state: state, layout: layout).draw(on: &canvas)
    RunStrip(state: state).draw(in: layout.strip, on: &canvas)
    PaneView(state: state, layout: layout).draw(on: &canvas)
  }
}

private func drawFoot(_ state: ScreenState, _ frame: ScreenFrame, on canvas: inout Canvas) {
  if let prompt = state.prompt {
    let line = PromptLine(state: state, prompt: prompt)
    let hint = line.hint(width: max(frame.status.width - 2, 0))
    canvas.put(hint, x: frame.status.x + 1, y: frame.status.y, limit: frame.status.width - 2)
    return line.draw(in: frame.keys, on: &canvas)
  }
  // A small screen has one line for both: an answer takes the place of the keys for a moment.
  let hasOwnLine = !frame.status.isEmpty
  let area = hasOwnLine ? frame.status : frame.keys
  if hasOwnLine || state.status != nil, let line = StatusLine(state: state).line(width: max(area.width - 2, 0)) {
    canvas.put(line, x: area.x + 1, y: area.y, limit: area.width - 2)
    if !hasOwnLine { return }
  }
  KeyLine(state: state).draw(in: frame.keys, on: &canvas)
}
