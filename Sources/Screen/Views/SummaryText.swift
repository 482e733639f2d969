import Cluster
import Planning

/// How a run ended, in a dialog.
struct SummaryText {
  let state: ScreenState
  let run: LastRun
  let width: Int

  static func word(_ result: RunOutcome.Result) -> String {
    switch result {
    case .ok: "ok"
    case .failed: "FAILED"
    case .strayed: "NOT ALL HOME"
    case .stopped: "stopped"
    case .attention: "NEEDS YOU"
    case .interrupted: "interrupted"
    case .terminated: "terminated"
    }
  }

  static func style(_ result: RunOutcome.Result) -> Style {
    switch result {
    case .ok: .bright
    case .stopped, .interrupted, .terminated: .bright
    case .failed, .strayed, .attention: .danger
    }
  }

  static func title(_ run: LastRun) -> String {
    "Run\(run.run.map { " \($0)" } ?? "") ended: \(word(run.outcome.result))"
  }

  private static func sentence(
    _ outcome: RunOutcome, _ scope: RunScope?, _ undone: [NodeName], _ keys: KeyMap
  ) -> String {
    if case .drain(let nodes) = scope, outcome.result == .ok, outcome.strays.isEmpty {
      let names = nodes.map(\.rawValue).joined(separator: ", ")
      return "Done; \(names) is left empty, \(keys.label(of: .undrainNode)) brings its guests home."
    }
    return switch outcome.result {
    case .ok: outcome.strays.isEmpty ? "Done; every guest is home." : "Done."
    case .failed: "\(lacking(undone)) not restarted; every guest is home."
    case .strayed: "Finished, but not every guest is home and running."
    case .stopped, .interrupted, .terminated: "Stopped before its end; herdmon resume carries on."
    case .attention: "The cluster needs you now."
    }
  }

  private static func lacking(_ undone: [NodeName]) -> String {
    if undone.isEmpty { return "A node was" }
    return undone.map(\.rawValue).joined(separator: ", ") + (undone.count == 1 ? " was" : " were")
  }

  var lines: [StyledLine] {
    var text = LabelledText(width: width)
    SummaryText.add(
      run.outcome, scope: run.scope, undone: run.undone, worst: run.worst, keys: state.options.keys, to: &text)
    return text.lines
  }

  /// Adds what became of a run.
  static func add(
    _ outcome: RunOutcome, scope: RunScope?, undone: [NodeName], worst: LastRun.Outage?, keys: KeyMap,
    to text: inout LabelledText
  ) {
    text.add("result", [sentence(outcome, scope, undone, keys)], style: SummaryText.style(outcome.result))
    if !outcome.reason.isEmpty { text.add("why", [outcome.reason]) }
    if !outcome.remedy.isEmpty { text.add("do", [outcome.remedy], style: .bright) }
    let nodes = outcome.restarted.map(\.rawValue).joined(separator: " ")
    text.add("restarted", [nodes.isEmpty ? "no node" : nodes])
    text.add("moves", ["\(outcome.moves)"])
    if let worst { text.add("worst", ["\(worst.label) was out for \(Figures.brief(worst.seconds)) at a stretch"]) }
    text.add(
      "took", ["\(Figures.duration(outcome.seconds)), forecast \(Figures.duration(outcome.forecastSeconds))"])
    for stray in outcome.strays {
      text.space()
      text.add("astray", [stray.label], style: .danger)
      text.add("", [stray.message])
      text.add("do", [stray.remedy], style: .bright)
    }
  }
}
