import Cluster
import FoundationEssentials
import Glibc
import Orchestration
import Planning

/// The lock of a run, with the note that tells others what it is doing.
final class RunLock: Sendable {
  private let lock: LocalLock
  private let holder: LocalLock.Holder
  /// The lock on the cluster, which other machines see; nil for a simulated cluster in this process.
  let lease: ClusterLease?

  /// Why the lease was lost, if it ever is.
  let losses: AsyncStream<String>
  private let lost: AsyncStream<String>.Continuation

  private init(_ lock: LocalLock, _ holder: LocalLock.Holder, _ lease: ClusterLease?) {
    self.lock = lock
    self.holder = holder
    self.lease = lease
    (losses, lost) = AsyncStream.makeStream(of: String.self)
  }

  /// Takes the lease on the cluster, waiting up to `waitSeconds` for whoever has it.
  /// - Returns: why no node could lock the cluster, for the survey tells better what is wrong with such a cluster.
  /// - Throws: `LeaseHeld`.
  func takeLease(waitSeconds: Double) async throws -> LeaseImpossible? {
    var waited = 0.0
    while let lease {
      do throws(ClusterLease.Refusal) {
        try await lease.take()
        let lost = lost
        Task { await lease.keep { lost.yield($0) } }
        return nil
      } catch {
        switch error {
        case .impossible(let troubles): return LeaseImpossible(troubles: troubles)
        case .held(let owner):
          guard waited < waitSeconds else { throw LeaseHeld(owner: owner) }
          if waited == 0 {
            Messages().say(.notice, "\(LeaseHeld.words(owner)); waiting up to \(Phrase.clock(waitSeconds)) for it")
          }
          try await Task.sleep(for: .seconds(1))
          waited += 1
        }
      }
    }
    return nil
  }

  /// Takes the lock, waiting up to `waitSeconds` for whoever has it.
  /// - Parameter reclaims: whether a lease that this run has left on the cluster is taken back at once; only where its
  ///   journal lies beside the lock, so that the lock proves that its process is gone.
  /// - Returns: nil for a cluster that keeps no state: a demo.
  static func take(
    for run: RunID, access: ClusterAccess, waitSeconds: Double, reclaims: Bool = true
  ) async throws -> RunLock? {
    guard let state = access.state else { return nil }
    do { try state.prepare() } catch { throw StateUnusable(error: error) }
    let holder = LocalLock.Holder(process: getpid(), run: run, since: WallClock.now(), phase: "")
    var waited = 0.0
    while true {
      do throws(LocalLock.Refusal) {
        let lock = try LocalLock(path: state.lockPath, holder: holder)
        return RunLock(lock, holder, access.lease(for: holder, reclaims: reclaims))
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
    if let lease {
      let phase = note.phase
      Task { await lease.note(phase: phase) }
    }
  }

  /// Gives the lease back; the local lock itself goes with this object.
  func release() async { await lease?.release() }
}

/// Another run holds the lock.
struct LockHeld: ExitCoded, CustomStringConvertible {
  var holder: LocalLock.Holder?

  var exitCode: ExitCode { .locked }

  var description: String {
    (holder.map(\.description) ?? "another herdmon holds the lock") + "; wait for it with --wait 30m"
  }
}

/// A run from another machine, or with another state directory, holds the lease on the cluster.
struct LeaseHeld: ExitCoded, CustomStringConvertible {
  var owner: ClusterLease.Owner?

  var exitCode: ExitCode { .locked }

  var description: String { LeaseHeld.words(owner) + "; wait for it with --wait 30m" }

  static func words(_ owner: ClusterLease.Owner?) -> String {
    owner?.description ?? "another run holds the cluster, or ended without a word less than two minutes ago"
  }
}

/// No node could make the lease, so another machine might begin a run at the same time.
struct LeaseImpossible: ExitCoded, CustomStringConvertible {
  var troubles: [String]

  var exitCode: ExitCode { .refused }

  var description: String {
    "no node could lock the cluster, nothing was touched:\n" + troubles.map { "  \($0)" }.joined(separator: "\n")
  }
}

extension ClusterAccess {
  /// The lease that a run takes on the cluster; a demo's cluster lives in this process, so nobody else can want it.
  func lease(for holder: LocalLock.Holder, reclaims: Bool) -> ClusterLease? {
    guard !isDemo else { return nil }
    return ClusterLease(
      owner: ClusterLease.Owner(
        host: ProcessInfo.processInfo.hostName, process: holder.process, run: holder.run, since: holder.since),
      shell: shell, hosts: nodes.map(\.host), clock: clock, refreshSeconds: leaseRefreshSeconds, reclaims: reclaims,
      marker: marker)
  }
}

/// The state directory can't be used, so no run could be taken up again after a crash.
struct StateUnusable: ExitCoded, CustomStringConvertible {
  var error: JournalError

  var exitCode: ExitCode { .refused }

  var description: String { "the state directory can't be used, nothing was touched: \(error)" }
}
