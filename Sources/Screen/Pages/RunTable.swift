import Cluster
import Planning

/// Runs of the past, newest first.
struct RunTable {
  let state: ScreenState

  var columns: [Table.Column] {
    let width = state.size.width
    return [
      .init(title: "began", width: width < 60 ? 9 : 20),
      .init(title: "run", width: 7, rank: 2),
      .init(title: "what", width: width < 60 ? 8 : 16, rank: width < 60 ? 3 : 0),
      .init(title: "result", width: 12),
      .init(title: "took", width: 7, isRight: true, rank: 1),
      .init(title: "moves", width: 5, isRight: true, rank: 4),
      .init(title: "worst outage", width: 30, rank: 5),
    ]
  }

  var rows: [Table.Row] {
    state.runs.enumerated().map { index, run in
      let began = run.progress.startedAt
      let worst = run.outages.first
      let seconds = run.outcome?.seconds ?? run.lastAt - began
      let isNarrow = state.size.width < 60
      let clock = state.clock
      let when =
        isNarrow
        ? "\(clock.weekday(began)) \(clock.minutes(began))"
        : "\(clock.weekday(began)) \(clock.date(began)) \(clock.minutes(began))"
      let cells = [
        Span(when, .text), Span(run.run.rawValue, .text), Span(RunTable.what(run.progress.scope), .text),
        result(of: run), Span(Figures.duration(seconds), .text), Span("\(run.progress.movesDone)", .text),
        Span(worst.map { "\(Figures.brief($0.seconds)) \($0.label)" } ?? "-", worst == nil ? .dim : .text),
      ]
      var keys = cells.map { Table.SortKey.text($0.text) }
      keys[0] = .number(Double(index))
      keys[4] = .number(-seconds)
      keys[5] = .number(-Double(run.progress.movesDone))
      keys[6] = worst.map { .number(-$0.seconds) } ?? .unknown
      let state: RowState = run.outcome.map { $0.result == .ok ? .ok : .failed } ?? .unfinished
      return Table.Row(id: .run(run.run), cells: cells, keys: keys, states: [state])
    }
  }

  /// What a run was about, in a word or two.
  static func what(_ scope: RunScope) -> String {
    switch scope {
    case .rolling: "rolling"
    case .update(let nodes): "update \(names(nodes))"
    case .reboot(let nodes): "reboot \(names(nodes))"
    case .drain(let nodes): "drain \(names(nodes))"
    case .undrain(let nodes): "undrain \(names(nodes))"
    }
  }

  private static func names(_ nodes: [NodeName]) -> String { nodes.map(\.rawValue).joined(separator: " ") }

  private func result(of run: PastRun) -> Span {
    if let outcome = run.outcome {
      return Span(SummaryText.word(outcome.result), outcome.result == .ok ? .text : SummaryText.style(outcome.result))
    }
    return run.run == state.progress?.run ? Span("goes on", .bright) : Span("unfinished", .bright)
  }
}

extension ScreenState {
  /// All runs that are known: the one that goes on, those that this screen saw end, those of the journals.
  var runs: [PastRun] {
    var all: [PastRun] = []
    if isRunning, let progress { all.append(PastRun(progress: progress, records: runRecords)) }
    for run in endedRuns + (pastRuns ?? []) where !all.contains(where: { $0.run == run.run }) { all.append(run) }
    return all
  }
}
