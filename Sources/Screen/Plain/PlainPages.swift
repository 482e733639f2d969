import Cluster
import Planning

/// Pages and lines of the log as plain lines.
extension PlainText {
  /// A page, line by line.
  static func page(of state: ScreenState, logLinesMax: Int) -> [String] {
    if let table = state.table { return lines(of: table, state) }
    if state.page == .log {
      let pane = PaneText(state: state, page: .log, width: state.size.width, height: state.size.height)
      return pane.shownLines.suffix(logLinesMax).map { line($0, clock: state.clock) }
    }
    return status(of: state)
  }

  /// A line of the log: `07:03:31 ct/103 grafana pve1 → pve2: running again after 9.4 s`.
  static func line(_ line: LogLine, clock: WallClock) -> String {
    var text = "\(clock.seconds(line.time)) \(line.subject)"
    if let from = line.from, let to = line.to { text += " \(from) \(Glyph.arrow) \(to)" }
    switch line.level {
    case .output, .info: text += ": "
    case .warning: text += ": warning: "
    case .error: text += ": FAILED: "
    }
    return text + line.message
  }

  /// A text of ASCII characters alone.
  static func ascii(_ text: String) -> String {
    let arrows = text.replacing(Glyph.arrow, with: "->")
    return String(String.UnicodeScalarView(arrows.unicodeScalars.map { $0.isASCII ? $0 : Glyph.twin($0) }))
  }

  static func trimmed(_ text: String) -> String {
    var text = text
    while text.last == " " { text.removeLast() }
    return text
  }

  private static func lines(of table: Table, _ state: ScreenState) -> [String] {
    let head = table.columns.map { column in cell(column.title, column) }.joined(separator: "  ")
    let rows = table.rows.map { row in
      zip(row.cells, table.columns).map { cell(clean($0.text), $1) }.joined(separator: "  ")
    }
    let count = table.rows.count == table.rowsInAll ? "" : " of \(table.rowsInAll)"
    return ["\(state.page.name): \(table.rows.count)\(count)"] + ([head] + rows).map(trimmed)
  }

  private static func cell(_ text: String, _ column: Table.Column) -> String {
    column.isRight ? TextWidth.padLeft(text, column.width) : TextWidth.pad(text, column.width)
  }

  /// Quorum, the run, every node and every backup server, a sentence each.
  private static func status(of state: ScreenState) -> [String] {
    guard let inventory = state.inventory else { return state.troubles.isEmpty ? ["asking"] : state.troubles }
    let quorum = inventory.quorum
    var lines = [
      "\(clean(inventory.clusterName)): \(quorum.isQuorate ? "quorate" : "NO QUORUM"), \(quorum.votes) of "
        + "\(Figures.count(quorum.expected, "vote")), \(quorum.needed) needed"
    ]
    if state.isRunning, let progress = state.progress { lines += run(progress, state) }
    let counts = state.herdCounts
    lines += inventory.nodes.map { node in
      sentence(node.name.rawValue, state.cardState(.node(node)).word, of(node, counts[node.name] ?? HerdCount()))
    }
    lines += inventory.backupServers.map { server in
      sentence(server.name, state.cardState(.backup(server)).word, of(server, now: state.now))
    }
    return lines.map(clean)
  }

  private static func sentence(_ name: String, _ word: String, _ parts: [String]) -> String {
    "\(name): " + ([word] + parts).joined(separator: ", ")
  }

  private static func run(_ progress: RunProgress, _ state: ScreenState) -> [String] {
    let word =
      switch progress.state {
      case .paused: "paused"
      case .stopping: "stopping"
      case .aborting: "aborting"
      case .running, .ended: "in progress"
      }
    var lines = [
      "run \(progress.run): \(word), \(progress.movesDone) of \(Figures.count(progress.movesTotal, "move")) done, "
        + "\(progress.inFlight.count) in flight, forecast to end at \(state.clock.minutes(progress.endsAt))"
    ]
    if let (part, phase) = state.working {
      let left = part.phaseEnds.map { ", \(Figures.duration(max(0, $0 - state.now))) left" } ?? ""
      let moved = part.toMove > 0 ? ", \(part.moved) of \(part.toMove) moved" : ""
      lines.append("now: \(phase.rawValue) of \(part.node)\(moved)\(left)")
    }
    return lines
  }

  private static func of(_ node: Node, _ count: HerdCount) -> [String] {
    guard node.isOnline else { return node.problems }
    func words(_ part: HerdCount.Part, _ what: String) -> String {
      "\(part.running.map(String.init) ?? "?") of \(Figures.count(part.total, what))"
    }
    var parts = [words(count.containers, "container"), words(count.machines, "VM") + " running"]
    parts.append(updates(node.updates))
    if let reason = node.rebootReason { parts.append("reboot needed: \(reason)") }
    return parts + ["PVE \(node.version)", "memory\(Figures.percent(node.memory.fraction))"] + node.problems
  }

  private static func of(_ server: BackupServer, now: Timestamp) -> [String] {
    guard server.isOnline else { return server.problems }
    var parts = [updates(server.updates)]
    if server.needsReboot { parts.append("reboot needed") }
    parts += server.datastores.map { "\($0.name)\(Figures.percent($0.capacity.fraction)) full" }
    if let last = server.lastBackup { parts.append("last backup \(Figures.age(now - last)) ago") }
    if let verify = server.lastVerify { parts.append("verify \(verify)") }
    return parts + server.problems
  }

  private static func updates(_ updates: PendingUpdates) -> String {
    guard updates.isKnown else { return "updates not known" }
    return Figures.count(updates.count, "update") + (updates.security > 0 ? ", \(updates.security) security" : "")
  }
}
