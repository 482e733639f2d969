import Planning

/// What a node that was restarted has proved, line by line, for its card and its details.
struct ProofText {
  let width: Int
  private let steps: [RebootProof.Step]

  init(_ steps: [RebootProof.Step], width: Int) {
    self.width = width
    self.steps = ProofText.joined(steps)
  }

  // Another node is asked last. That nothing shuts it down again is a part of having booted; six lines fit a card
  // beside its progress.
  private static func joined(_ steps: [RebootProof.Step]) -> [RebootProof.Step] {
    let steps = steps.filter { $0.code != "witness" } + steps.filter { $0.code == "witness" }
    guard let queued = steps.first(where: { $0.code == "no-shutdown" }) else { return steps }
    return steps.filter { $0.code != "no-shutdown" }.map { step in
      step.code == "boot-id" && step.holds && !queued.holds ? queued : step
    }
  }

  /// So many lines; where there are fewer than steps, those around the first that does not hold yet.
  func lines(_ number: Int) -> [StyledLine] {
    let open = steps.firstIndex { !$0.holds } ?? steps.count
    let first = (open - number / 2).clamped(to: 0...max(steps.count - number, 0))
    return steps.indices.dropFirst(first).prefix(number).map { line(steps[$0], isNext: $0 == open) }
  }

  private func line(_ step: RebootProof.Step, isNext: Bool) -> StyledLine {
    let style: Style = step.holds ? .text : isNext ? .bright : .dim
    var line = StyledLine(step.holds ? Glyph.holds : Glyph.dot, step.holds ? .bright : style)
    let room = width - 2
    let isLong = TextWidth.of(step.title) + 3 + TextWidth.of(step.seen) <= room
    line.append(" " + TextWidth.fit(isLong ? step.title : ProofText.short(step), room), style)
    guard isLong else { return line }
    line.pad(to: width - TextWidth.of(step.seen))
    line.append(step.seen, .dim)
    return line
  }

  private static func short(_ step: RebootProof.Step) -> String {
    switch step.code {
    case "boot-id": step.title
    case "no-shutdown": "shutdown over"
    case "quorum": "quorum"
    case "witness": "seen by others"
    case "services": "services up"
    case "storages": "storages"
    case "devices": "devices"
    default: step.title
    }
  }
}
