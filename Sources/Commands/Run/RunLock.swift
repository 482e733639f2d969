import Cluster
import Glibc
import Orchestration
import Planning

/// The lock of a run, with the note that tells others what it is doing.
final class RunLock: Sendable {
  private let lock: LocalLock
  private let holder: LocalLock.Holder

  private init(_ lock: LocalLock, _ holder: LocalLock.Holder) {
    self.lock = lock
    self.holder = holder
  }

  /// Takes the lock, waiting up to `waitSeconds` for whoever has it.
  /// - Returns: nil for a cluster that keeps no state: a demo.
  static func take(for run: RunID, access: ClusterAccess, waitSeconds: Double) async throws -> RunLock? {
    guard let state = access.state else { return nil }
    do { try state.prepare() } catch { throw StateUnusable(error: error) }
    let holder = LocalLock.Holder(process: getpid(), run: run, since: WallClock.now(), phase: "")
    var waited = 0.0
    while true {
      do throws(LocalLock.Refusal) {
        return RunLock(try LocalLock(path: state.lockPath, holder: holder), holder)
      } catch {
        switch error {
        case .unusable(let error): throw StateUnusable(error: error)
        case .held(let other):
          guard waited < waitSeconds else { throw LockHeld(holder: other) }
          try await Task.sleep(for: .seconds(1))
          waited += 1
        }
      }
    }
  }

  /// Tells others what the run is doing.
  func note(_ progress: RunProgress) {
    var note = holder
    let working = progress.nodes.compactMap { node -> String? in
      if case .working(let phase) = node.stage { "\(phase.rawValue) \(node.node)" } else { nil }
    }
    note.phase = working.first ?? ""
    lock.note(note)
  }

  /// Gives the note back; the lock itself goes with this object.
  func release() {}
}

/// Another run holds the lock.
struct LockHeld: ExitCoded, CustomStringConvertible {
  var holder: LocalLock.Holder?

  var exitCode: ExitCode { .locked }

  var description: String {
    (holder.map(\.description) ?? "another herdmon holds the lock") + "; wait for it with --wait 30m"
  }
}

/// The state directory can't be used, so no run could be taken up again after a crash.
struct StateUnusable: ExitCoded, CustomStringConvertible {
  var error: JournalError

  var exitCode: ExitCode { .refused }

  var description: String { "the state directory can't be used, nothing was touched: \(error)" }
}
