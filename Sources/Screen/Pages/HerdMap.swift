import Cluster
import Planning

/// The herd as a map: a column a node where there is room for the guests' numbers, else a line a node with a sign for
/// each guest.
struct HerdMap {
  /// How the map is drawn.
  enum Form: Hashable {
    case none
    /// A column a node, so many lines of numbers below its name, and so many lanes.
    case columns(lines: Int, lanes: Int)
    /// So many nodes beside one another, in so many lines.
    case lines(across: Int, lines: Int)

    /// Lines without the lanes.
    var rows: Int {
      switch self {
      case .none: 0
      case .columns(let lines, _): lines + 1
      case .lines(_, let lines): lines
      }
    }

    var lanes: Int { if case .columns(_, let lanes) = self { lanes } else { 0 } }
  }

  // A name and two numbers side by side.
  private static let columnWidthMin = 11

  let state: ScreenState
  let area: Rect

  private var nodes: [Node] { state.inventory?.nodes ?? [] }

  static func form(of state: ScreenState, room: Int) -> Form {
    guard let nodes = state.inventory?.nodes.count, nodes > 0, room > 0 else { return .none }
    let width = state.size.width / nodes
    let guests = state.guestsOnFullestNode
    if width >= columnWidthMin {
      let perLine = max((width - 2) / cellWidth(of: state), 1)
      let lines = (guests + perLine - 1) / perLine
      if lines + 1 <= room {
        let lanes = state.isRunning ? min(room - lines - 1, FlightLanes.lanesMax) : 0
        return .columns(lines: max(lines, 1), lanes: lanes >= 2 ? lanes : 0)
      }
    }
    let across = max(state.size.width / max(lineWidth(of: state, guests), 1), 1)
    return .lines(across: across, lines: min((nodes + across - 1) / across, room))
  }

  // On a narrow screen the sign of a guest that moves or stands still is all that parts it from the next.
  private static func cellWidth(of state: ScreenState) -> Int {
    let digits = state.inventory?.guests.map { "\($0.id)".count }.max() ?? 3
    return digits + (state.size.width < 100 ? 1 : 2)
  }

  private static func lineWidth(of state: ScreenState, _ guests: Int) -> Int {
    nameWidth(of: state) + 2 + min(max(guests, 8), max(state.size.width - nameWidth(of: state) - 2, 1))
  }

  private static func nameWidth(of state: ScreenState) -> Int {
    min(state.inventory?.nodes.map { TextWidth.of($0.name.rawValue) }.max() ?? 4, 12)
  }

  func draw(_ form: Form, on canvas: inout Canvas) {
    switch form {
    case .none: break
    case .columns: drawColumns(on: &canvas)
    case .lines(let across, let lines): drawLines(across: across, lines: lines, on: &canvas)
    }
  }

  /// The part of the map that a node's column takes.
  static func column(_ number: Int, of count: Int, in area: Rect) -> Rect {
    let left = area.width * number / count
    return Rect(x: area.x + left, y: area.y, width: area.width * (number + 1) / count - left, height: area.height)
  }

  private func drawColumns(on canvas: inout Canvas) {
    for (number, node) in nodes.enumerated() {
      let column = HerdMap.column(number, of: nodes.count, in: area)
      let text = column.inset(columns: 1, rows: 0)
      let word = state.cardState(.node(node))
      let count = state.herdCounts[node.name] ?? HerdCount()
      var head = StyledLine(TextWidth.fit(node.name.rawValue, max(text.width - 1, 1)), word.isWorking ? .bright : .text)
      head.append(" ")
      head.append(word.word, word.style)
      let guests = StyledLine("\(count.containers.total + count.machines.total)", .dim)
      canvas.put(head, x: text.x, y: text.y, limit: text.width - 1, mark: "…")
      if head.width + 1 + guests.width < text.width { canvas.putRight(guests, right: text.right - 1, y: text.y) }
      let lines = GuestMap(state: state, node: node.name, cellWidth: HerdMap.cellWidth(of: state)).lines(
        width: text.width, linesMax: text.height - 1)
      for (row, line) in lines.enumerated() { canvas.put(line, x: text.x, y: text.y + 1 + row, limit: text.width) }
    }
  }

  private func drawLines(across: Int, lines: Int, on canvas: inout Canvas) {
    let nameWidth = HerdMap.nameWidth(of: state)
    let shown = across * lines
    for (number, node) in nodes.prefix(shown).enumerated() {
      let column = HerdMap.column(number % across, of: across, in: area)
      let y = area.y + number / across
      let style = state.cardState(.node(node)).isWorking ? Style.bright : .text
      canvas.put(TextWidth.fit(node.name.rawValue, nameWidth), x: column.x + 1, y: y, style: style)
      let room = column.width - nameWidth - 3
      canvas.put(
        GuestMap(state: state, node: node.name).signs(columns: room), x: column.x + nameWidth + 2, y: y, limit: room)
    }
    guard nodes.count > shown else { return }
    let note = StyledLine(" \(nodes.count - shown) more ", .dim.reversed)
    canvas.putRight(note, right: area.right, y: area.bottom - 1)
  }
}
