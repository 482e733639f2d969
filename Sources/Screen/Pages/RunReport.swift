import Cluster
import Planning

/// What became of a run.
struct RunReport {
  let state: ScreenState
  let run: PastRun
  let width: Int

  // More guests than this were hardly out long enough to be named.
  private static let outagesMax = 8

  var lines: [StyledLine] {
    var text = LabelledText(width: width)
    if let outcome = run.outcome {
      SummaryText.add(
        outcome, scope: run.progress.scope, undone: run.progress.undone, worst: nil, keys: state.options.keys, to: &text
      )
    } else {
      let isOn = run.run == state.progress?.run
      text.add("result", [isOn ? "it goes on" : "it has not ended: herdmon resume carries on"], style: .bright)
    }
    text.space()
    for part in run.progress.nodes { text.add(part.node.rawValue, [RunReport.word(part.stage)]) }
    if !run.outages.isEmpty {
      text.space()
      var label = "out"
      for outage in run.outages.prefix(RunReport.outagesMax) {
        text.add(label, [TextWidth.padLeft(Figures.brief(outage.seconds), 7) + "  " + outage.label])
        label = ""
      }
      let more = run.outages.count - RunReport.outagesMax
      if more > 0 { text.add("", ["and \(Figures.count(more, "guest")) for less"], style: .dim) }
    }
    text.space()
    for record in run.troubles {
      let notice = record.notice
      text.add(
        state.clock.seconds(record.time), ["\(notice.subject): \(notice.message)"],
        style: notice.level == .error ? .danger : .bright)
    }
    return text.lines
  }

  private static func word(_ stage: RunProgress.NodeProgress.Stage) -> String {
    switch stage {
    case .waiting: "its turn did not come"
    case .working(let phase): "in its \(phase.rawValue) phase"
    case .done: "done"
    case .skipped(let reason): "left out: \(reason)"
    case .failed(let reason): "FAILED: \(reason)"
    }
  }
}
