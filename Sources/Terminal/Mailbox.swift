import CNcurses
import Glibc
import Synchronization

/// Where any task leaves something for the screen, which sleeps until there is something. Bounded, so that a reader that
/// falls behind costs lines of a log and no memory.
public final class Mailbox<Value: Sendable>: Sendable {
  /// What becomes of a value when too many wait.
  public enum Worth: Sendable {
    /// It is kept.
    case kept
    /// It is dropped.
    case expendable
    /// It takes the place of an earlier one of its kind, even when few wait.
    case newestOnly
  }

  private struct State {
    var values: [Value?] = []
    var newest: Int?
    var dropped = 0
  }

  /// Readable while something is waiting; for `poll`.
  public let descriptor: Int32
  private let limit: Int
  private let worth: @Sendable (Value) -> Worth
  private let state = Mutex(State())

  /// An empty mailbox. When `limit` values wait, expendable ones are dropped.
  public init(limit: Int = .max, worth: @escaping @Sendable (Value) -> Worth = { _ in .kept }) {
    self.limit = limit
    self.worth = worth
    descriptor = hm_eventfd()
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Leaves something, and wakes the reader.
  public func post(_ value: Value) {
    let worth = worth(value)
    let isFirst = state.withLock { state in
      if worth == .expendable, state.values.count >= limit {
        state.dropped += 1
        return false
      }
      if worth == .newestOnly {
        if let older = state.newest { state.values[older] = nil }
        // What only holds the place of older ones need not pile up.
        while let last = state.values.last, last == nil { state.values.removeLast() }
        state.newest = state.values.count
      }
      state.values.append(value)
      return state.values.count == 1
    }
    guard isFirst else { return }
    var one: UInt64 = 1
    // It can fail only when it is full, and then the reader is awake.
    _ = write(descriptor, &one, MemoryLayout<UInt64>.size)
  }

  /// Takes all that was left, in order, and how many values were dropped.
  public func takeAll() -> (values: [Value], dropped: Int) {
    var count: UInt64 = 0
    _ = read(descriptor, &count, MemoryLayout<UInt64>.size)
    return state.withLock { state in
      defer { state = State() }
      return (state.values.compactMap { $0 }, state.dropped)
    }
  }
}
