import Cluster
import Planning

/// Guests on their way from column to column, each in a lane of its own that it keeps until it has arrived.
struct FlightLanes {
  /// As many as the usual number of container moves at once.
  static let lanesMax = 8

  let state: ScreenState
  let area: Rect

  func draw(on canvas: inout Canvas) {
    guard !area.isEmpty, state.isRunning, let flights = state.progress?.inFlight, let inventory = state.inventory
    else { return }
    let nodes = inventory.nodes.map(\.name)
    for flight in flights {
      guard let lane = state.lanes.firstIndex(of: flight.guest), lane < area.height,
        let from = nodes.firstIndex(of: flight.from), let to = nodes.firstIndex(of: flight.to)
      else { continue }
      draw(flight, from: place(from, of: nodes.count), to: place(to, of: nodes.count), y: area.y + lane, on: &canvas)
    }
  }

  private func place(_ node: Int, of count: Int) -> Int { HerdMap.column(node, of: count, in: area).x + 1 }

  // How long a move takes is not known: what is left is halved again and again, and never gone before the guest is
  // there.
  private func part(of flight: RunProgress.Flight) -> Double {
    let gone = max(state.now - flight.since, 0)
    return gone / (gone + 8)
  }

  private func draw(_ flight: RunProgress.Flight, from: Int, to: Int, y: Int, on canvas: inout Canvas) {
    let name = "\(flight.guest)"
    let x = from + Int((Double(to - from) * part(of: flight)).rounded())
    let dots = from < to ? from..<x : (x + name.count + 1)..<(from + name.count + 1)
    for dot in dots { canvas.put(Glyph.dot, x: dot, y: y, style: .line) }
    let text = from < to ? name + Glyph.leaving : Glyph.arriving + name
    canvas.put(text, x: x, y: y, style: .bright, limit: max(area.right - x, 0))
  }
}

extension ScreenState {
  /// Gives each guest on its way a lane: the one that it has, or the first that is free.
  mutating func assignLanes() {
    let flying = isRunning ? progress?.inFlight.map(\.guest) ?? [] : []
    lanes = lanes.map { $0.flatMap { flying.contains($0) ? $0 : nil } }
    for guest in flying where !lanes.contains(guest) {
      if let free = lanes.firstIndex(of: nil) { lanes[free] = guest } else { lanes.append(guest) }
    }
    while lanes.last == .some(nil) { lanes.removeLast() }
  }
}
