import Cluster
import Planning

/// A node or a backup server in one line, for small screens and large clusters. Columns are added as long as they fit;
/// all lines have the same ones.
struct TableColumns {
  let state: ScreenState
  let width: Int
  private let nameWidth: Int

  init(state: ScreenState, cards: [Card], width: Int) {
    self.state = state
    self.width = width
    let longest = cards.map { TextWidth.of($0.name) }.max() ?? 4
    nameWidth = min(longest, width >= 60 ? 20 : 8)
  }

  private static let wordWidth = 9

  func line(_ card: Card, _ count: HerdCount, isSelected: Bool) -> StyledLine {
    let word = state.cardState(card)
    var line = StyledLine(isSelected ? Glyph.pointer : " ", .bright)
    line.append(TextWidth.fit(card.name, nameWidth), isSelected ? .bright.reversed : .text)
    line.pad(to: nameWidth + 2)
    line.append(TextWidth.fit(word.word, TableColumns.wordWidth), word.style)
    line.pad(to: nameWidth + TableColumns.wordWidth + 3)
    for cell in cells(card, count) {
      guard line.width + cell.width <= width else { break }
      line.spans += cell.spans
      line.append(" ")
    }
    return line
  }

  private func cells(_ card: Card, _ count: HerdCount) -> [StyledLine] {
    switch card {
    case .awaited: [StyledLine(state.troubles.isEmpty ? "asking…" : "no answer", .dim)]
    case .node(let node): cells(node, count)
    case .backup(let server): cells(server)
    }
  }

  private func cells(_ node: Node, _ count: HerdCount) -> [StyledLine] {
    let known = node.isOnline ? node : state.lastAnswers[node.name]?.node ?? node
    var cells = [guests(count)]
    if let part = state.part(of: node.name), case .working = part.stage {
      let left = part.phaseEnds.map { Figures.duration(max(0, $0 - state.now)) } ?? "-:--"
      cells.append(StyledLine(TextWidth.padLeft(left, 5), .bright))
      cells.append(StyledLine(Meter.bar(part.phaseFraction, columns: width < 60 ? 8 : 18, style: .bright)))
    } else if !node.isOnline {
      let seen = state.lastAnswers[node.name].map { "seen \(state.clock.minutes($0.time))" } ?? "never seen"
      cells.append(StyledLine(TextWidth.pad(seen, 14), .bright))
    } else {
      cells.append(updates(node.updates, rebootIsDue: node.rebootReason != nil))
    }
    guard width >= 60 else { return cells }
    cells.append(gauge("mem", known.memory.fraction))
    cells.append(StyledLine([Span("up ", .dim), Span(TextWidth.pad(Figures.uptime(known.uptimeSeconds), 7))]))
    cells.append(StyledLine(TextWidth.pad(known.version, 9)))
    cells.append(StyledLine(known.kernel))
    return cells
  }

  private func guests(_ count: HerdCount) -> StyledLine {
    if width < 60 {
      let containers = TextWidth.padLeft("\(count.containers.running ?? count.containers.total)ct", 4)
      let machines = TextWidth.padLeft("\(count.machines.running ?? count.machines.total)vm", 4)
      return StyledLine("\(containers) \(machines)")
    }
    return StyledLine([
      Span("CT ", .dim),
      Span(TextWidth.pad(Figures.ratio(count.containers.running, count.containers.total, places: 2), 6)),
      Span("VM ", .dim),
      Span(TextWidth.pad(Figures.ratio(count.machines.running, count.machines.total, places: 2), 6)),
    ])
  }

  private func updates(_ updates: PendingUpdates, rebootIsDue: Bool) -> StyledLine {
    var line = StyledLine("upd ", .dim)
    let count = updates.isKnown ? String(updates.count) : "?"
    line.append(TextWidth.padLeft(count, 3), updates.isKnown && updates.count == 0 ? .dim : .text)
    let security = width < 60 ? "" : updates.security > 0 ? "sec \(updates.security)" : ""
    if width >= 60 { line.append(" " + TextWidth.pad(security, 6), .bright) }
    // At rest the word before says so.
    if width >= 60, state.isRunning { line.append(rebootIsDue ? " REBOOT" : "       ", .bright) }
    return line
  }

  private func gauge(_ label: String, _ fraction: Double) -> StyledLine {
    var line = StyledLine("\(label) ", .dim)
    line.spans += Meter.gauge(fraction, figure: Figures.percent(fraction), columns: 11).spans
    return line
  }

  private func cells(_ server: BackupServer) -> [StyledLine] {
    guard server.isOnline else { return [StyledLine("no answer", .danger)] }
    let fraction = server.datastores.map(\.capacity.fraction).max() ?? 0
    let age = server.lastBackup.map { "\(Figures.age(state.now - $0)) ago" } ?? "unknown"
    let verify = server.lastVerify.map { $0.lowercased() == "ok" ? "ok" : $0 } ?? "unknown"
    if width < 60 {
      return [
        StyledLine("store\(Figures.percent(fraction))"), StyledLine("backup \(age)"), StyledLine("verify \(verify)"),
      ]
    }
    return [
      gauge("store", fraction),
      StyledLine([Span("backup ", .dim), Span(TextWidth.pad(age, 8))]),
      StyledLine([Span("verify ", .dim), Span(verify, verify == "ok" ? .text : .danger)]),
      updates(server.updates, rebootIsDue: server.needsReboot),
      StyledLine([Span("up ", .dim), Span(TextWidth.pad(Figures.uptime(server.uptimeSeconds), 7))]),
      StyledLine(server.version),
    ]
  }
}
