import Cluster
import Planning

/// The line below the cards: the whole run, or at rest the last one.
struct RunStrip {
  let state: ScreenState

  func draw(in area: Rect, on canvas: inout Canvas) {
    guard !area.isEmpty else { return }
    guard state.isRunning, let progress = state.progress else {
      canvas.put(atRest(width: area.width - 2), x: area.x + 1, y: area.y, limit: area.width - 2, mark: "…")
      return
    }
    let ends = StyledLine([Span("ends ", .dim), Span(state.clock.minutes(progress.endsAt), .bright)])
    let done = TextWidth.padLeft(String(progress.movesDone), String(progress.movesTotal).count)
    let moves = Span(progress.movesTotal > 0 ? "\(done)/\(progress.movesTotal) moves   " : "", .text)
    let room = area.width - 4
    let lines = RunStrip.forms.lazy.map { line(progress, $0) }
    let left = lines.first { $0.width + ends.width <= room } ?? line(progress, RunStrip.forms[RunStrip.forms.count - 1])
    let hasRoom = left.width + ends.width + TextWidth.of(moves.text) <= room
    let right = hasRoom ? StyledLine([moves] + ends.spans) : ends
    let edge = canvas.putRight(right, right: area.right - 1, y: area.y, notBefore: area.x + 12)
    canvas.put(left, x: area.x + 1, y: area.y, limit: edge - area.x - 2, mark: "…")
  }

  /// How much is said of each node.
  private struct Form {
    /// Nodes at work whose phases are all named; of others only the one that they are in.
    var chains: Int
    /// Whether nodes before and after those at work are only counted.
    var gathers = false
  }

  // Every node is named as long as there is room for it, in a word at least.
  private static let forms = [
    Form(chains: .max), Form(chains: 1), Form(chains: 0), Form(chains: 1, gathers: true),
    Form(chains: 0, gathers: true),
  ]

  private func line(_ progress: RunProgress, _ form: Form) -> StyledLine {
    var line = StyledLine()
    var (done, waiting, chains) = (0, 0, 0)
    func gap() { if !line.spans.isEmpty { line.append("  ") } }
    for part in progress.nodes {
      switch part.stage {
      case .done where form.gathers: done += 1
      case .waiting where form.gathers: waiting += 1
      default:
        gap()
        line.append(part.node.rawValue + " ", .text)
        if case .working(let phase) = part.stage, chains < form.chains {
          line.spans += chain(phase, progress.scope)
          chains += 1
        } else {
          line.spans.append(RunStrip.word(part.stage))
        }
      }
    }
    if done > 0 { line.spans.insert(Span("\(done) done  ", .text), at: 0) }
    if waiting > 0 {
      gap()
      line.append("\(waiting) waiting", .dim)
    }
    return line
  }

  private static func word(_ stage: RunProgress.NodeProgress.Stage) -> Span {
    switch stage {
    case .waiting: Span("waits", .dim)
    case .working(let phase): present(phase)
    case .done: Span("done", .text)
    case .skipped: Span("skipped", .bright)
    case .failed: Span("FAILED", .danger)
    }
  }

  private static func present(_ phase: PassPhase) -> Span { Span(" \(phase.rawValue) ", .bright.reversed) }

  private func chain(_ phase: PassPhase, _ scope: RunScope) -> [Span] {
    let phases: [PassPhase] = if case .update = scope { [.update] } else { PassPhase.allCases }
    var spans: [Span] = []
    for each in phases {
      if let last = spans.last {
        spans.append(Span(last.style.isReversed || each == phase ? " " : Glyph.dot, .line))
      }
      spans.append(each == phase ? RunStrip.present(each) : Span(each.rawValue, each < phase ? .text : .dim))
    }
    return spans
  }

  private func atRest(width: Int) -> StyledLine {
    if let last = state.lastRun { return summary(of: last) }
    guard let inventory = state.inventory else { return StyledLine() }
    let full = hosts(of: inventory, saysGuests: true)
    return full.width <= width ? full : hosts(of: inventory, saysGuests: false)
  }

  private func hosts(of inventory: Inventory, saysGuests: Bool) -> StyledLine {
    let pending = PendingWork(of: inventory)
    let servers = inventory.backupServers.count
    var line = StyledLine(Figures.count(inventory.nodes.count, "node") + (servers > 0 ? ", \(servers) PBS" : ""), .text)
    if saysGuests {
      let running = inventory.guests.count { $0.status == .running && !$0.isTemplate }
      line.append("   \(Figures.count(running, "guest")) running", .text)
    }
    line.append("   \(Figures.count(pending.updates, "update"))", pending.updates > 0 ? .text : .dim)
    if pending.security > 0 { line.append(" (\(pending.security) security)", .bright) }
    line.append(
      pending.reboots > 0 ? "   \(pending.reboots) to reboot" : "   no reboot needed",
      pending.reboots > 0 ? .bright : .dim)
    return line
  }

  private func summary(of last: LastRun) -> StyledLine {
    let outcome = last.outcome
    var line = StyledLine("last run ", .dim)
    if let run = last.run { line.append("\(run)  ") }
    line.append("\(state.clock.weekday(last.endedAt)) \(state.clock.minutes(last.endedAt))  ")
    line.append(SummaryText.word(outcome.result), SummaryText.style(outcome.result))
    line.append("  \(Figures.duration(outcome.seconds))  \(Figures.count(outcome.moves, "move"))")
    if let worst = last.worst {
      line.append("  worst outage ", .dim)
      line.append("\(Figures.brief(worst.seconds)) \(worst.label)")
    }
    return line
  }
}
