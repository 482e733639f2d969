import Cluster
import Planning

/// Every host that is known, with what is pending on it.
struct FleetTable {
  let state: ScreenState

  /// What stands where nothing tells.
  static let unknown = "?"
  static let note = "? is not known: herdmon does not ask inside guests what is pending there"

  var columns: [Table.Column] {
    let names = rows.map { TextWidth.of($0.cells[0].text) }.max() ?? 8
    let width = state.size.width
    return [
      .init(title: "host", width: min(max(names, 8), width < 60 ? 12 : width < 100 ? 18 : 30)),
      .init(title: "kind", width: 4, rank: 3),
      .init(title: "on", width: width < 100 ? 8 : 16, rank: 4),
      .init(title: "state", width: 9),
      .init(title: "pending", width: 7, isRight: true),
      .init(title: "security", width: 8, isRight: true, rank: 2),
      .init(title: "reboot", width: 6, rank: 1),
      .init(title: "system", width: 12, rank: 5),
      .init(title: "kernel", width: 16, rank: 6),
    ]
  }

  var rows: [Table.Row] {
    guard let inventory = state.inventory else { return [] }
    return inventory.nodes.map(row) + inventory.backupServers.map(row)
      + inventory.guests.filter { !$0.isTemplate }.map(row)
  }

  private func row(_ node: Node) -> Table.Row {
    row(
      .card(node.name.rawValue), name: node.name.rawValue, kind: "node", on: "-", word: state.cardState(.node(node)),
      updates: node.isOnline ? node.updates : nil, reboot: node.isOnline ? node.rebootReason != nil : nil,
      system: node.version.isEmpty ? nil : "PVE \(node.version)", kernel: node.kernel,
      state: node.isOnline ? .running : .offline)
  }

  private func row(_ server: BackupServer) -> Table.Row {
    row(
      .card(server.name), name: server.name, kind: "pbs", on: "-", word: state.cardState(.backup(server)),
      updates: server.isOnline ? server.updates : nil, reboot: server.isOnline ? server.needsReboot : nil,
      system: server.version.isEmpty ? nil : "PBS \(server.version)", kernel: server.kernel,
      state: server.isOnline ? .running : .offline)
  }

  private func row(_ guest: Guest) -> Table.Row {
    let isRunning = guest.status == .running
    return row(
      .guest(guest.id), name: "\(guest.id) \(guest.name)", kind: guest.kind.rawValue,
      on: state.place(of: guest).rawValue,
      word: CardState(word: guest.status.rawValue, style: isRunning ? .text : .dim),
      updates: nil, reboot: nil, system: nil, kernel: "",
      state: isRunning ? .running : guest.status == .stopped ? .stopped : nil)
  }

  private func row(
    _ id: RowID, name: String, kind: String, on: String, word: CardState, updates: PendingUpdates?, reboot: Bool?,
    system: String?, kernel: String, state: RowState?
  ) -> Table.Row {
    let updates = updates.flatMap { $0.isKnown ? $0 : nil }
    func figure(_ number: Int?, _ style: Style) -> Span {
      number.map { Span("\($0)", $0 > 0 ? style : .dim) } ?? Span(FleetTable.unknown, .dim)
    }
    let cells = [
      Span(name, .text), Span(kind, .dim), Span(on, .dim), Span(word.word, word.style),
      figure(updates?.count, .text), figure(updates?.security, .bright),
      reboot.map { Span($0 ? "REBOOT" : "no", $0 ? .bright : .dim) } ?? Span(FleetTable.unknown, .dim),
      Span(system ?? FleetTable.unknown, .dim), Span(kernel.isEmpty ? FleetTable.unknown : kernel, .dim),
    ]
    var keys = cells.map { $0.text == FleetTable.unknown ? Table.SortKey.unknown : .text($0.text) }
    // What needs something comes first.
    keys[4] = updates.map { .number(-Double($0.count)) } ?? .unknown
    keys[5] = updates.map { .number(-Double($0.security)) } ?? .unknown
    keys[6] = reboot.map { .number($0 ? 0 : 1) } ?? .unknown
    var states = Set([state].compactMap(\.self))
    if let updates, updates.count > 0 { states.insert(.updates) }
    if let updates, updates.security > 0 { states.insert(.security) }
    if reboot == true { states.insert(.reboot) }
    return Table.Row(id: id, cells: cells, keys: keys, states: states)
  }

  /// What all hosts come to, as much of it as has room.
  func summary(width: Int) -> StyledLine {
    guard let inventory = state.inventory else { return StyledLine(" fleet ") }
    let hosts = rows.count
    let pending = PendingWork(of: inventory)
    var parts = [
      StyledLine(" fleet "), StyledLine("  \(Figures.count(hosts, "host")) "),
      StyledLine("  \(Figures.count(pending.updates, "update")) "),
    ]
    if pending.reboots > 0 { parts.append(StyledLine("  \(pending.reboots) to reboot ", .bright)) }
    // Whole parts or none.
    while parts.count > 1, parts.reduce(0, { $0 + $1.width }) > width { parts.removeLast() }
    return StyledLine(parts.flatMap(\.spans))
  }
}
