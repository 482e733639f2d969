import Cluster
import Planning

/// The herd as a table.
struct GuestTable {
  let state: ScreenState

  var columns: [Table.Column] {
    let node = nodeWidth
    let names = state.inventory?.guests.map { TextWidth.of($0.name) }.max() ?? 8
    let isNarrow = state.size.width < ScreenFrame.compactBelow.width
    return [
      .init(title: "id", width: idWidth, isRight: true),
      .init(title: "name", width: min(max(names, 8), isNarrow ? 12 : state.size.width < 100 ? 14 : 28)),
      .init(title: "kind", width: 4, rank: 5),
      .init(title: "home", width: node, rank: 4),
      .init(title: "at", width: node + 1),
      .init(title: "state", width: 7),
      .init(title: "policy", width: state.size.width < 100 ? 8 : 11, rank: 3),
      .init(title: "outage", width: 7, isRight: true, rank: 2),
      .init(title: "next", width: 5, rank: 1),
      .init(title: "memory", width: 9, isRight: true, rank: 6),
      .init(title: "tags", width: 16, rank: 7),
    ]
  }

  // Sorted by its first column, a table shows so in its title.
  private var idWidth: Int { max(state.inventory?.guests.map { "\($0.id)".count }.max() ?? 3, 3) }

  private var nodeWidth: Int {
    let longest = state.inventory?.nodes.map { TextWidth.of($0.name.rawValue) }.max() ?? 4
    return min(max(longest, 5), state.size.width < 100 ? 8 : 16)
  }

  var rows: [Table.Row] {
    (state.inventory?.guests ?? []).filter { !$0.isTemplate }.map { guest in
      let flight = state.isRunning ? state.progress?.inFlight.first { $0.guest == guest.id } : nil
      let home = state.home(of: guest)
      let place = flight?.to ?? state.place(of: guest)
      let isAway = place != home || flight != nil
      let outage = state.lastOutage(of: guest.id)
      let next = next(guest, flight)
      let cells = [
        Span("\(guest.id)", .text), Span(guest.name, .text), Span(guest.kind.rawValue, .dim),
        Span(home.rawValue, isAway ? .bright : .dim),
        Span((flight == nil ? "" : Glyph.leaving) + place.rawValue, isAway ? .bright : .text), word(guest, flight),
        Span(policy(guest), .dim), Span(outage.map(Figures.brief) ?? "-", outage == nil ? .dim : .text), next,
        Span(Figures.bytes(guest.memoryBytes), .dim),
        Span(guest.tags.isEmpty ? "-" : guest.tags.joined(separator: " "), .dim),
      ]
      var keys = cells.map { Table.SortKey.text($0.text) }
      keys[0] = .number(Double(guest.id.rawValue))
      keys[4] = .text(place.rawValue)
      // The longest outage is what one looks for.
      keys[7] = outage.map { .number(-$0) } ?? .unknown
      keys[8] = next.text == "-" ? .unknown : keys[8]
      keys[9] = .number(-Double(guest.memoryBytes))
      if guest.tags.isEmpty { keys[10] = .unknown }
      return Table.Row(
        id: .guest(guest.id), cells: cells, keys: keys,
        states: states(guest, isMoving: flight != nil || guest.lock == "migrate", isAway: isAway))
    }
  }

  private func states(_ guest: Guest, isMoving: Bool, isAway: Bool) -> Set<RowState> {
    var states: Set<RowState> = []
    switch state.shownStatus(of: guest) {
    case .running: states.insert(.running)
    case .stopped: states.insert(.stopped)
    case .unknown: break
    }
    if isMoving { states.insert(.moving) }
    if isAway { states.insert(.away) }
    if guest.lock != nil { states.insert(.locked) }
    if guest.haState != nil { states.insert(.ha) }
    return states
  }

  private func word(_ guest: Guest, _ flight: RunProgress.Flight?) -> Span {
    if let flight { return flight.trouble == nil ? Span("moving", .bright) : Span("FAILING", .danger) }
    if let lock = guest.lock { return Span(lock == "migrate" ? "moving" : lock, .bright) }
    switch state.shownStatus(of: guest) {
    case .running: return Span("running", .text)
    case .stopped: return Span("stopped", .dim)
    case .unknown: return Span("unknown", .danger)
    }
  }

  /// What the operator wants of it; where nothing special, how it would move, or what keeps it where it is.
  private func policy(_ guest: Guest) -> String {
    let wanted = state.options.policy.of(guest).handling
    if wanted != .auto { return wanted.rawValue }
    if let haState = guest.haState { return "HA \(haState)" }
    if state.shownStatus(of: guest) == .stopped { return "stays" }
    let obstacle = Mobility.obstacles(of: guest).first { $0.code != "status-unknown" }
    return obstacle?.code ?? Mobility.way(of: guest).rawValue
  }

  private func next(_ guest: Guest, _ flight: RunProgress.Flight?) -> Span {
    guard state.isRunning, let progress = state.progress else { return Span("-", .dim) }
    if flight != nil { return Span("now", .bright) }
    if let place = progress.next.firstIndex(of: guest.id) {
      return Span("no.\(TextWidth.padLeft("\(place + 1)", 2))", .text)
    }
    switch state.part(of: state.place(of: guest))?.stage {
    case .waiting where state.shownStatus(of: guest) == .running && scopeMoves(progress.scope):
      return Span("waits", .dim)
    default: return Span("-", .dim)
    }
  }

  private func scopeMoves(_ scope: RunScope) -> Bool { if case .update = scope { false } else { true } }
}

extension ScreenState {
  /// Where a guest belongs: where the run will bring it, else where it is.
  func home(of guest: Guest) -> NodeName { (isRunning ? startPlaces[guest.id] : nil) ?? place(of: guest) }

  /// Seconds that a guest was out the last time it moved, as far as this screen or a journal tells.
  func lastOutage(of guest: GuestID) -> Double? {
    outages[guest] ?? runs.lazy.compactMap { $0.outages.first { $0.guest == guest } }.first?.seconds
  }
}
