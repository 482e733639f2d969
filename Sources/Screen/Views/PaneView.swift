import Cluster
import Planning

/// The lower half: the log, scrolled or following, below a rule that says what happens.
struct PaneView {
  let state: ScreenState
  let layout: Layout

  func draw(on canvas: inout Canvas) {
    let text = PaneText(state: state, page: .cluster, width: layout.pane.width, height: layout.pane.height)
    let tag = layout.isCompact && state.isRunning ? ends : PaneLines.tag(state, text)
    canvas.rule(layout.paneTitle, title: title, tag: tag)
    PaneLines(state: state, area: layout.pane, text: text).draw(on: &canvas)
  }

  private var title: StyledLine {
    guard let (part, phase) = state.working else {
      return StyledLine([Span(" "), Span(state.isRunning ? "run" : "log", .text), Span(" ")])
    }
    let flights = flights(phase, of: part.node)
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

  // Another node's turn may overlap this one, and its moves may begin or end on this node.
  private func flights(_ phase: PassPhase, of node: NodeName) -> Int {
    let flights = state.progress?.inFlight ?? []
    return flights.count { flight in
      let isReturn = state.startPlaces[flight.guest] == flight.to
      return phase == .return ? isReturn && flight.to == node : !isReturn && flight.from == node
    }
  }

  private var ends: StyledLine {
    StyledLine([
      Span(" "), Span(state.progress.map { state.clock.minutes($0.endsAt) } ?? "", .bright), Span(" end ", .dim),
    ])
  }
}
