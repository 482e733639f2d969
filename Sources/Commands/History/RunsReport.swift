import Cluster
import Planning
import Screen

/// `runs --json`
struct RunsReport: Hashable, Codable, Sendable {
  struct Run: Hashable, Codable, Sendable {
    var run: RunID
    var start: Timestamp
    var scope: String
    var nodes: [NodeName]
    /// `ended`, `running` or `unfinished`.
    var state: String
    @OrNull var result: String?
    @OrNull var exitCode: Int32?
    var restarted: [NodeName]
    var moves: Int
    var seconds: Double
    var forecastSeconds: Double
    @OrNull var worstOutage: Outage?
    var notHome: [GuestID]
  }

  struct Outage: Hashable, Codable, Sendable {
    var guest: GuestID
    var name: String
    var seconds: Double
  }

  var schema = "herdmon/runs/1"
  var runs: [Run]

  init(_ entries: [RunHistory.Entry]) {
    runs = entries.map { entry in
      let (past, outcome) = (entry.past, entry.past.outcome)
      return Run(
        run: past.run, start: past.progress.startedAt, scope: entry.start.scope.words,
        nodes: entry.start.plan.passes.map(\.node),
        state: outcome != nil ? "ended" : entry.isInProgress ? "running" : "unfinished",
        result: outcome?.result.rawValue, exitCode: outcome.map { ExitCode($0.result).rawValue },
        restarted: outcome?.restarted ?? RunsReport.restarted(entry.reading.records),
        moves: outcome?.moves ?? past.progress.movesDone,
        seconds: outcome?.seconds ?? past.lastAt - past.progress.startedAt,
        forecastSeconds: entry.start.plan.makespanSeconds,
        worstOutage: past.outages.first.map { Outage(guest: $0.guest, name: $0.label, seconds: $0.seconds) },
        notHome: outcome?.strays.map(\.guest) ?? [])
    }
  }

  /// Nodes that were restarted so far, by proof.
  private static func restarted(_ records: [RunRecord]) -> [NodeName] {
    var nodes: [NodeName] = []
    for case let node? in records.lazy.filter({ $0.notice.event == "node.back" }).map(\.notice.node)
    where !nodes.contains(node) { nodes.append(node) }
    return nodes
  }
}
