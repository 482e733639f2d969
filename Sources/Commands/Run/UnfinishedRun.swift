import Cluster
import Orchestration
import Planning
import Screen

/// A run that was begun and neither reached its end nor was given up.
struct UnfinishedRun {
  /// What it started from.
  var start: RunStart
  var path: String
  var machine: RunMachine
  var lastSeq: Int

  /// The newest run of a cluster, if it is unfinished. Older ones are history: a newer run was begun after them.
  static func find(in state: StateDirectory) -> UnfinishedRun? {
    newest(in: state).flatMap { $0.isOpen ? $0 : nil }
  }

  /// The newest run of a cluster, finished or not.
  static func newest(in state: StateDirectory) -> UnfinishedRun? {
    guard let newest = state.journals().last, let reading = try? JournalReading(path: newest.path),
      case .event(.began(let start), _) = reading.entries.first, let machine = reading.machine
    else { return nil }
    return UnfinishedRun(
      start: start, path: newest.path, machine: machine, lastSeq: reading.records.last?.seq ?? 0)
  }

  var run: RunID { start.id }

  /// Whether something is left to carry on.
  var isOpen: Bool { machine.outcome?.isResumable ?? true }

  /// Why no new run is begun: its guests' present places would be taken for their homes.
  var refusal: RunUnfinished { RunUnfinished(run: run, reason: machine.outcome?.reason ?? "its process ended") }
}

extension OpenRun {
  /// What the screen tells of a run that can be taken up.
  init(_ machine: RunMachine, at now: Timestamp) {
    self.init(
      machine.progress(at: now), homes: machine.record.homes, reason: machine.outcome?.reason ?? "its process ended")
  }
}

extension RunOutcome {
  /// Whether its work is not done: it is there to be taken up again.
  var isResumable: Bool { !result.isFinal }
}

/// A new run is refused while an older one is unfinished.
struct RunUnfinished: ExitCoded, CustomStringConvertible {
  var run: RunID
  var reason: String

  var exitCode: ExitCode { .refused }

  var description: String {
    "run \(run) is unfinished (\(reason)), so guests may be away from home; herdmon resume carries it on"
  }
}
