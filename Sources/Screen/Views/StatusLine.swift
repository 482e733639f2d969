import Cluster
import Planning

/// The line above the keys: an answer to the last key, else what happens now and next, else why something can't be done.
struct StatusLine {
  let state: ScreenState

  /// What it says; nil when there is nothing to say.
  func line(width: Int) -> StyledLine? {
    if let status = state.status {
      return StyledLine(TextWidth.fit(status.text, width), status.isRefusal ? .bright : .text)
    }
    if state.dialog != nil, !state.isRunning { return nil }
    if let progress = state.progress, state.isRunning { return running(progress, width: width) }
    guard state.page == .cluster else { return nil }
    if state.inventory != nil, let reason = state.refusal(of: .rollAll), !state.options.isReadOnly {
      return StyledLine(TextWidth.fit("\(state.label(of: .rollAll)) is refused now: \(reason)", width), .text)
    }
    if state.options.isDemo, !state.options.isReadOnly, state.lastRun == nil {
      let (run, fault, help) = (state.label(of: .rollAll), state.label(of: .goWrong), state.label(of: .help))
      let hint = "a demo: \(run) begins a run, \(fault) makes something go wrong, \(help) tells the keys"
      return StyledLine(TextWidth.fit(hint, width), .dim)
    }
    return selected.map { StyledLine(TextWidth.fit($0, width), .dim) }
  }

  private func running(_ progress: RunProgress, width: Int) -> StyledLine {
    if let flight = progress.inFlight.first(where: { $0.trouble != nil }), let trouble = flight.trouble {
      return StyledLine(TextWidth.fit("\(PlainText.clean(flight.label)) \(PlainText.clean(trouble))", width), .danger)
    }
    guard !progress.inFlight.isEmpty || !progress.next.isEmpty else { return phase(progress, width: width) }
    var line = StyledLine()
    let ends = state.working?.part.phaseEnds.map { "forecast \(Figures.duration(max(0, $0 - state.now)))" } ?? ""
    let room = width - TextWidth.of(ends) - 3
    if !progress.inFlight.isEmpty {
      let share = progress.next.isEmpty ? room : room * 2 / 3
      line.append("moving ", .dim)
      line.append(StatusLine.ids(progress.inFlight.map(\.guest), columns: share - 7), .bright)
    }
    if !progress.next.isEmpty, room - line.width > 12 {
      line.append(line.spans.isEmpty ? "next " : "   next ", .dim)
      line.append(StatusLine.ids(progress.next, columns: room - line.width - 1), .text)
    }
    if line.width + 3 + TextWidth.of(ends) <= width {
      line.pad(to: width - TextWidth.of(ends))
      line.append(ends, .dim)
    }
    return line
  }

  private func phase(_ progress: RunProgress, width: Int) -> StyledLine {
    if progress.state == .paused {
      return StyledLine("paused: nothing new begins; \(state.label(of: .pause)) goes on", .bright)
    }
    guard let (part, phase) = state.working else { return StyledLine() }
    let by = part.phaseEnds.map { ", forecast \(state.clock.minutes($0))" } ?? ""
    let text =
      switch phase {
      case .drain: "\(part.node) is about to be drained\(by)"
      case .update: "\(part.node) is being updated\(by)"
      case .reboot: "\(part.node) restarts; it must prove that it is back\(by)"
      case .return: "guests are about to come home to \(part.node)\(by)"
      }
    return StyledLine(TextWidth.fit(text, width), .text)
  }

  // As many ids as fit, and how many more there are.
  static func ids(_ ids: [GuestID], columns: Int) -> String {
    var text = ""
    for (index, id) in ids.enumerated() {
      let word = text.isEmpty ? "\(id)" : " \(id)"
      let rest = ids.count - index - 1
      let tail = rest > 0 ? 2 + String(rest).count : 0
      if text.utf8.count + word.utf8.count + tail > columns { return text + (text.isEmpty ? "" : " ") + "+\(rest + 1)" }
      text += word
    }
    return text
  }

  private var selected: String? {
    switch state.selectedCard {
    case .node(let node):
      if let problem = node.problems.first { return "\(node.name): \(problem)" }
      if let reason = node.rebootReason { return "\(node.name): \(reason)" }
      return nil
    case .backup(let server): return server.problems.first.map { "\(server.name): \($0)" }
    case .awaited, nil: return nil
    }
  }
}
