import Cluster
import Planning

/// The line below the cards: the whole run, or at rest the last one.
struct RunStrip {
  let state: ScreenState

  func draw(in area: Rect, on canvas: inout Canvas) {
    guard !area.isEmpty else { return }
    guard state.isRunning, let progress = state.progress else {
      canvas.put(atRest, x: area.x + 1, y: area.y, limit: area.width - 2, mark: "…")
      return
    }
    let ends = StyledLine([Span("ends ", .dim), Span(state.clock.minutes(progress.endsAt), .bright)])
    let done = TextWidth.padLeft(String(progress.movesDone), String(progress.movesTotal).count)
    let moves = Span(progress.movesTotal > 0 ? "\(done)/\(progress.movesTotal) moves   " : "", .text)
    let wide = line(progress, gathers: false)
    let room = area.width - 4
    let hasRoom = wide.width + ends.width + TextWidth.of(moves.text) <= room
    let right = hasRoom ? StyledLine([moves] + ends.spans) : ends
    let left = wide.width + ends.width <= room ? wide : line(progress, gathers: true)
    let edge = canvas.putRight(right, right: area.right - 1, y: area.y, notBefore: area.x + 12)
    canvas.put(left, x: area.x + 1, y: area.y, limit: edge - area.x - 2, mark: "…")
  }

  // With many nodes, those before and after the one at work are only counted.
  private func line(_ progress: RunProgress, gathers: Bool) -> StyledLine {
    var line = StyledLine()
    var done = 0
    var waiting = 0
    func gap() { if !line.spans.isEmpty { line.append("  ") } }
    for part in progress.nodes {
      switch part.stage {
      case .done where gathers: done += 1
      case .waiting where gathers: waiting += 1
      default:
        gap()
        line.append(part.node.rawValue + " ", .text)
        line.spans += stage(part.stage, scope: progress.scope)
      }
    }
    if done > 0 { line.spans.insert(Span("\(done) done  ", .text), at: 0) }
    if waiting > 0 {
      gap()
      line.append("\(waiting) waiting", .dim)
    }
    return line
  }

  private func stage(_ stage: RunProgress.NodeProgress.Stage, scope: RunScope) -> [Span] {
    switch stage {
    case .waiting: return [Span("waiting", .dim)]
    case .done: return [Span("done", .text)]
    case .skipped: return [Span("skipped", .bright)]
    case .failed: return [Span("FAILED", .danger)]
    case .working(let phase):
      let phases: [PassPhase] = if case .update = scope { [.update] } else { PassPhase.allCases }
      var spans: [Span] = []
      for each in phases {
        if let last = spans.last {
          spans.append(Span(last.style.isReversed || each == phase ? " " : Glyph.dot, .line))
        }
        let word = each.rawValue
        if each == phase {
          spans.append(Span(" \(word) ", .bright.reversed))
        } else {
          spans.append(Span(word, each < phase ? .text : .dim))
        }
      }
      return spans
    }
  }

  private var atRest: StyledLine {
    if let last = state.lastRun { return summary(of: last) }
    guard let inventory = state.inventory else { return StyledLine() }
    let guests = inventory.guests.filter { !$0.isTemplate }
    let pending = inventory.nodes.reduce(0) { $0 + $1.updates.count }
    let security = inventory.nodes.reduce(0) { $0 + $1.updates.security }
    let reboots = inventory.nodes.count { $0.rebootReason != nil }
    var line = StyledLine(
      "\(Figures.count(inventory.nodes.count, "node"))   "
        + "\(Figures.count(guests.count { $0.status == .running }, "guest")) running", .text)
    line.append("   \(Figures.count(pending, "update"))", pending > 0 ? .text : .dim)
    if security > 0 { line.append(" (\(security) security)", .bright) }
    line.append(
      reboots > 0 ? "   \(Figures.count(reboots, "node")) to reboot" : "   no reboot needed",
      reboots > 0 ? .bright : .dim)
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
