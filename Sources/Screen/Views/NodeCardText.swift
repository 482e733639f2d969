import Cluster
import Planning

/// What a node's card says.
struct NodeCardText {
  let state: ScreenState
  let node: Node
  let count: HerdCount
  let width: Int

  private var rows: CardRow { CardRow(width: width) }
  private var part: RunProgress.NodeProgress? { state.part(of: node.name) }
  private var isWorking: Bool { if case .working = part?.stage { true } else { false } }

  /// Its lines, most important first dropped last: 7, 5 or 3 of them.
  func lines(_ number: Int) -> [StyledLine] {
    if !node.isOnline, !isWorking { return awayLines(number) }
    if let part, isWorking, !part.proof.isEmpty {
      return ProofText(part.proof, width: width).lines(max(number - 1, 1)) + [progress(part)]
    }
    let known = node.isOnline ? node : state.lastAnswers[node.name]?.node ?? node
    let style: Style = node.isOnline ? .text : .dim
    let memory = known.memory.fraction
    let load = known.load.first ?? 0
    let all = [
      guests,
      rows.kernel(running: known.kernel, next: known.rebootReason == nil ? nil : known.bootKernel, style: style),
      rows.version("PVE", known.version, uptimeSeconds: known.uptimeSeconds, style: style),
      rows.updates(
        known.updates, rebootIsDue: known.rebootReason != nil && (part != nil || rows.isWide), style: style),
      rows.gauge(
        short: "mem", long: "memory", memory, figure: Figures.percent(memory), style: memory >= 0.9 ? .bright : .text),
      rows.gauge(
        short: "load", long: "load", known.cores > 0 ? load / Double(known.cores) : 0,
        figure: TextWidth.padLeft(Figures.load(load), 4)),
      lastLine(known),
    ]
    switch number {
    case 7...: return all
    case 5...6: return [0, 2, 3, 4, 6].map { all[$0] }
    default: return [0, 3, part == nil ? 4 : 6].map { all[$0] }
    }
  }

  private var guests: StyledLine {
    let style: Style = node.isOnline || isWorking ? .text : .dim
    let containers = Figures.ratio(count.containers.running, count.containers.total, places: 2)
    let machines = Figures.ratio(count.machines.running, count.machines.total, places: 1)
    let left = [Span("CT ", .dim), Span(containers, style)]
    let right = [Span("VM ", .dim), Span(machines, style)]
    if rows.isWide {
      return rows.line(short: "", long: "guests", value: StyledLine(left + [Span("   ")] + right))
    }
    return rows.line(short: "", long: "", value: StyledLine(left), right: StyledLine(right))
  }

  private func lastLine(_ known: Node) -> StyledLine {
    guard let part else { return votes(known) }
    switch part.stage {
    case .working: return progress(part)
    case .waiting, .done, .skipped, .failed:
      var value = StyledLine()
      if count.arriving > 0 { value.append("in \(Glyph.arriving) \(count.arriving)", .bright) }
      if count.leaving > 0 {
        value.append((count.arriving > 0 ? "  " : "") + "out \(Glyph.leaving) \(count.leaving)", .bright)
      }
      return rows.line(
        short: "", long: "moves",
        value: value.spans.isEmpty ? StyledLine(rows.isWide ? "none" : "no moves", .dim) : value)
    }
  }

  private func progress(_ part: RunProgress.NodeProgress) -> StyledLine {
    let left = part.phaseEnds.map { $0 - state.now }
    let figure = left.map { $0 >= 0 ? Figures.duration($0) : "+" + Figures.duration(-$0) } ?? "-:--"
    return rows.gauge(
      short: "", long: "progress", part.phaseFraction, figure: TextWidth.padLeft(figure, 5), style: .bright)
  }

  private func votes(_ known: Node) -> StyledLine {
    var right: StyledLine?
    if known.inMaintenance {
      right = StyledLine("maint", .bright)
    } else if !known.tasks.isEmpty {
      right = StyledLine(Figures.count(known.tasks.count, "task"))
    }
    let hasVote = state.inventory?.quorum.isQuorate == true
    return rows.line(
      short: "vote", long: "vote", value: StyledLine(hasVote ? "yes" : "no quorum", hasVote ? .text : .danger),
      right: right)
  }

  // An absence that nobody ordered: when it was seen last, and why it does not answer.
  private func awayLines(_ number: Int) -> [StyledLine] {
    let last = state.lastAnswers[node.name]
    let seen = last.map { "seen \(state.clock.seconds($0.time))" } ?? "never seen"
    var lines = [guests]
    if number >= 5 {
      lines.append(
        rows.kernel(running: last?.node.kernel ?? "", next: nil, style: .dim))
    }
    lines.append(rows.line(short: "", long: "answer", value: StyledLine(seen, .bright)))
    let room = max(number, 3) - lines.count
    let reason = node.problems.first ?? "no answer"
    for text in Wrap.lines(reason, width: width, linesMax: room) { lines.append(StyledLine(text, .danger)) }
    return lines
  }
}
