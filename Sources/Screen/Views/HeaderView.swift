import Cluster
import Planning

/// The first line: which cluster, whether it may work, which run, what time.
struct HeaderView {
  let state: ScreenState

  func draw(in area: Rect, isCompact: Bool, on canvas: inout Canvas) {
    guard !area.isEmpty else { return }
    let right = canvas.putRight(rightSide(isCompact: isCompact), right: area.right - 1, y: area.y, notBefore: 12)
    let room = right - 1 - area.x
    let isShort = isCompact || area.width < 72
    // What is worked on is worth more than the word beside the votes.
    let sides = [(true, true), (false, true), (true, false), (false, false)].map { saysQuorate, saysWork in
      leftSide(isCompact: isShort, saysQuorate: saysQuorate, saysWork: saysWork)
    }
    let left = sides.first { $0.width <= room } ?? sides[sides.count - 1]
    canvas.put(left, x: area.x, y: area.y, limit: room, mark: "…")
  }

  private func leftSide(isCompact: Bool, saysQuorate: Bool, saysWork: Bool) -> StyledLine {
    var line = StyledLine(isCompact ? [Span(" ")] : [Span(" HERDMON ", .bright.reversed), Span("  ")])
    line.append(state.clusterName, .bright)
    line.append(isCompact ? " " : "   ")
    if state.page != .cluster {
      line.append(state.page.name, .text)
      line.append(isCompact ? " " : "   ")
    }
    line.spans += quorum(saysQuorate: saysQuorate)
    // The first page shows it in full.
    if saysWork, state.page != .cluster, let (part, phase) = state.working {
      line.append(isCompact ? " " : "   ")
      line.append("\(part.node) \(phase.rawValue)", .bright)
    }
    if state.options.isReplay {
      line.append("  ")
      line.append("REPLAY" + (state.playback.map { " \($0.words)" } ?? ""), .dim.reversed)
    } else if state.options.isReadOnly {
      line.append("  ")
      line.append(isCompact ? "R/O" : "READ-ONLY", .dim.reversed)
    }
    return line
  }

  private func quorum(saysQuorate: Bool) -> [Span] {
    guard let quorum = state.inventory?.quorum else {
      return state.troubles.isEmpty ? [Span("asking…", .dim)] : [Span("NO ANSWER", .danger.reversed)]
    }
    let votes = "\(quorum.votes)/\(quorum.expected)"
    if !quorum.isQuorate { return [Span(saysQuorate ? "NO QUORUM \(votes)" : "NO QUORUM", .danger.reversed)] }
    let style: Style = quorum.votes < quorum.expected ? .bright : .text
    return saysQuorate ? [Span("QUORATE ", style), Span(votes, style)] : [Span(votes, style)]
  }

  private func rightSide(isCompact: Bool) -> StyledLine {
    var line = StyledLine()
    if let (text, style) = attention, !isCompact || state.progress?.state != .running {
      line.append(text, style)
      line.append("   ")
    }
    if state.isRunning, let progress = state.progress {
      if !isCompact { line.append("run \(progress.run)   ", .text) }
      line.append(state.clock.seconds(state.now), .bright)
    } else {
      line.append(state.clock.minutes(state.now), .text)
    }
    return line
  }

  /// What needs to be known first.
  private var attention: (String, Style)? {
    switch state.progress?.state {
    case .paused: return ("PAUSED", .bright.reversed)
    case .stopping: return ("STOPPING", .bright.reversed)
    case .aborting: return ("ABORTING", .bright.reversed)
    case .running, .ended, nil: break
    }
    guard let inventory = state.inventory else { return nil }
    if !state.troubles.isEmpty { return ("no answer since \(state.clock.seconds(inventory.takenAt))", .danger) }
    let away = inventory.nodes.filter { node in
      if node.isOnline { return false }
      if case .working = state.part(of: node.name)?.stage { return false }
      return true
    }
    if away.count == 1, let node = away.first { return ("\(node.name) is away", .danger) }
    return away.isEmpty ? nil : ("\(away.count) nodes are away", .danger)
  }
}
