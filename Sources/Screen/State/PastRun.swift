import Cluster
import Planning

/// A run as its journal tells of it, for the list of runs and the report of one.
public struct PastRun: Hashable, Sendable {
  /// The longest time that a guest was out in one move of the run.
  public struct Outage: Hashable, Sendable {
    /// The guest.
    public var guest: GuestID
    /// How messages name it.
    public var label: String
    /// Seconds out of service.
    public var seconds: Double
  }

  /// Where it stood at its last record.
  public var progress: RunProgress
  /// When its last record was written.
  public var lastAt: Timestamp
  /// Guests that were out of service, longest first.
  public var outages: [Outage]
  /// Its warnings and failures, oldest first; of a run with very many, the newest.
  public var troubles: [RunRecord]

  // As many as anybody reads; a run against a broken cluster may write thousands.
  private static let troublesMax = 200

  /// A run by where it stood at last, and its records in their order. Records are read once and not kept.
  public init(progress: RunProgress, records: some Sequence<RunRecord>) {
    self.progress = progress
    var lastAt = progress.startedAt
    var worst: [GuestID: Outage] = [:]
    var troubles: [RunRecord] = []
    for record in records {
      lastAt = max(lastAt, record.time)
      let notice = record.notice
      if notice.level >= .warning { troubles.append(record) }
      guard notice.event == "move.finished", let guest = notice.guest, let seconds = notice.seconds else { continue }
      if seconds > worst[guest]?.seconds ?? 0 {
        worst[guest] = Outage(guest: guest, label: PlainText.clean(notice.subject), seconds: seconds)
      }
    }
    self.lastAt = lastAt
    outages = worst.values.sorted { ($1.seconds, $0.guest) < ($0.seconds, $1.guest) }
    self.troubles = Array(troubles.suffix(PastRun.troublesMax))
  }

  /// Its id.
  public var run: RunID { progress.run }

  /// How it ended; nil while it has not, whether it goes on or waits to be taken up again.
  public var outcome: RunOutcome? {
    if case .ended(let outcome) = progress.state { outcome } else { nil }
  }
}
