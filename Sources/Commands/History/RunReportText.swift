import Cluster
import Planning

/// A run's report as lines.
struct RunReportText {
  let entry: RunHistory.Entry
  var zone = WallClock.Zone.local

  /// The report: what, when, how it ended; nodes with their phases; guests' outages; what is left to be done.
  var lines: [String] {
    let report = RunReport(entry)
    return head + [""] + nodes(report) + guests(report) + strays + left
  }

  private var head: [String] {
    let (past, outcome) = (entry.past, entry.past.outcome)
    let seconds = outcome?.seconds ?? past.lastAt - past.progress.startedAt
    var lines = [
      "run \(past.run)  \(entry.start.scope.words)  \(entry.word)",
      "began \(past.progress.startedAt.iso8601), took \(Phrase.clock(seconds)), "
        + "forecast \(Phrase.clock(entry.start.plan.makespanSeconds))",
      Phrase.count(outcome?.moves ?? past.progress.movesDone, "move")
        + (past.outages.first.map { ", worst outage \(Phrase.seconds($0.seconds)) \($0.label)" } ?? ""),
    ]
    if let outcome, !outcome.reason.isEmpty { lines.append("why: \(outcome.reason.printable)") }
    if let outcome, !outcome.remedy.isEmpty { lines.append("do: \(outcome.remedy.printable)") }
    return lines
  }

  private func nodes(_ report: RunReport) -> [String] {
    var table = TextTable(
      ("NODE", .left), ("DRAIN", .left), ("UPDATE", .left), ("REBOOT", .left), ("RETURN", .left), ("", .left))
    for turn in report.turns {
      let cells = PassPhase.allCases.map { phase in
        turn.phases.filter { $0.phase == phase }.map { cell($0) }.joined(separator: ", ")
      }
      table.add(turn.node.rawValue, cells[0], cells[1], cells[2], cells[3], RunReportText.words(turn.stage))
    }
    return table.lines()
  }

  private func cell(_ phase: RunReport.Phase) -> String {
    WallClock.time(phase.startedAt, in: zone) + " " + (phase.seconds.map { Phrase.clock($0) } ?? "…")
  }

  private static func words(_ stage: RunProgress.NodeProgress.Stage) -> String {
    switch stage {
    case .waiting: "not begun"
    case .working(let phase): "in its \(phase.rawValue) phase"
    case .done: "done"
    case .skipped(let reason): reason
    case .failed(let reason): "FAILED: \(reason)"
    }
  }

  private func guests(_ report: RunReport) -> [String] {
    guard !report.guests.isEmpty else { return [] }
    var table = TextTable(("GUEST", .left), ("TIMES", .right), ("PREDICTED", .right), ("MEASURED", .right))
    for guest in report.guests {
      table.add(
        guest.label, "\(guest.interruptions)", guest.predictedSeconds.map { Phrase.seconds($0) } ?? "",
        guest.measuredSeconds.map { Phrase.seconds($0) } ?? "")
    }
    return [""] + table.lines()
  }

  private var strays: [String] {
    let strays = entry.past.outcome?.strays ?? []
    guard !strays.isEmpty else { return [] }
    return ["", "not home or not running:"]
      + strays.flatMap { ["  \($0.label.printable) \($0.message.printable)", "    \($0.remedy.printable)"] }
  }

  /// What the run has set on the cluster and not taken back.
  private var left: [String] {
    let left = entry.past.outcome?.left ?? []
    guard !left.isEmpty else { return [] }
    return ["", "still set:"] + left.flatMap { ["  \($0.words.printable)", "    \($0.remedy.printable)"] }
  }
}
