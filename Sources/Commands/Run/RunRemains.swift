import Cluster
import Orchestration
import Planning
import Proxmox

/// What is left of a run that was begun and has not ended.
enum RunRemains {
  /// Its journal here, and nothing newer in the cluster.
  case journal(UnfinishedRun)
  /// The cluster's record: there is no journal here, or it is out of date.
  case record(ClusterRecord)
  /// Its journal here, while the record that the cluster had is gone: another machine has ended the run.
  case endedElsewhere(UnfinishedRun)

  /// Weighs the newest journal of this machine against the cluster's record.
  /// - Parameter sight: nil if no node could tell.
  /// - Returns: nil if no run is unfinished.
  static func of(newest: UnfinishedRun?, sight: RecordOrders.Sight?) -> RunRemains? {
    let open = newest.flatMap { $0.isOpen ? $0 : nil }
    switch sight {
    case .record(let record):
      guard let newest, newest.run == record.run, newest.machine.record.takeovers >= record.takeovers else {
        return .record(record)
      }
      // A run that ended here may not have come to taking its record away.
      return open.map { .journal($0) }
    case .none?:
      guard let open else { return nil }
      return open.machine.hasKeptRecord ? .endedElsewhere(open) : .journal(open)
    case .unreadable, nil: return open.map { .journal($0) }
    }
  }

  /// The run.
  var run: RunID {
    switch self {
    case .journal(let unfinished), .endedElsewhere(let unfinished): unfinished.run
    case .record(let record): record.run
    }
  }

  /// What is known of the run, in the form that another process takes up.
  var record: ClusterRecord {
    switch self {
    case .journal(let unfinished), .endedElsewhere(let unfinished): unfinished.machine.record
    case .record(let record): record
    }
  }

  /// Whether the lock beside the journal proves that the run's process is gone.
  var isOfThisMachine: Bool { if case .record = self { false } else { true } }

  /// Why no new run is begun: its guests' present places would be taken for their homes.
  var refusal: RunUnfinished {
    switch self {
    case .journal(let unfinished), .endedElsewhere(let unfinished): unfinished.refusal
    case .record(let record):
      RunUnfinished(
        run: record.run, reason: "begun elsewhere" + (record.phase.isEmpty ? "" : ", left in \(record.phase)"))
    }
  }
}

extension ClusterAccess {
  /// What is left of an unfinished run, by the journals here and by the cluster's record.
  /// - Throws: `RecordUnreadable`.
  func remains() async throws -> RunRemains? {
    guard let state else { return nil }
    let sight = await recordSight()
    if case .unreadable(let text) = sight { throw RecordUnreadable(text: text) }
    return RunRemains.of(newest: UnfinishedRun.newest(in: state), sight: sight)
  }

  /// The cluster's record, by the first node that can tell.
  private func recordSight() async -> RecordOrders.Sight? {
    for node in nodes {
      let marker = marker()
      let line = RecordOrders.look(marker: marker)
      guard let result = try? await shell.run(line, on: node.host, deadline: .seconds(20)) else { continue }
      if let sight = RecordOrders.sight(result, marker: marker) { return sight }
    }
    return nil
  }
}

/// The cluster holds a record that this version can't read.
struct RecordUnreadable: ExitCoded, CustomStringConvertible {
  var text: String

  var exitCode: ExitCode { .refused }

  var description: String {
    "the cluster's record of an unfinished run can't be read (\(RecordOrders.path): \(text)); use the version of herdmon "
      + "that wrote it, or bring guests home by hand and remove the file"
  }
}
