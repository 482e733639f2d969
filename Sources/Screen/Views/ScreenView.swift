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
  let layout = Layout(of: state)
  HeaderView(state: state).draw(in: layout.header, isCompact: layout.isCompact, on: &canvas)
  HerdView(state: state, layout: layout).draw(on: &canvas)
  RunStrip(state: state).draw(in: layout.strip, on: &canvas)
  PaneView(state: state, layout: layout).draw(on: &canvas)
  drawFoot(state, layout, on: &canvas)
  DialogFrame(of: state)?.draw(on: &canvas)
  if state.options.isASCII { canvas.reduceToASCII() }
}

private func drawFoot(_ state: ScreenState, _ layout: Layout, on canvas: inout Canvas) {
  // A small screen has one line for both: an answer takes the place of the keys for a moment.
  let hasOwnLine = !layout.status.isEmpty
  let area = hasOwnLine ? layout.status : layout.keys
  if hasOwnLine || state.status != nil, let line = StatusLine(state: state).line(width: max(area.width - 2, 0)) {
    canvas.put(line, x: area.x + 1, y: area.y, limit: area.width - 2)
    if !hasOwnLine { return }
  }
  KeyLine(state: state).draw(in: layout.keys, on: &canvas)
}
