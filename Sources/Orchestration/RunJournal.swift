import Cluster
import Planning

/// Where a run writes down what happens to it, before it acts on it.
public protocol RunJournal: AnyObject, Sendable {
  /// Writes an event and returns only when it is on disk.
  /// - Throws: `JournalError` when it can't be.
  func append(_ event: RunEvent, at time: Timestamp) throws
  /// Writes what the readers were told.
  func append(_ record: RunRecord) throws
}
