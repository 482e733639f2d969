/// Why a wait ended.
enum Wake: Equatable {
  /// The socket is ready, or somebody woke the key; look again.
  case again
  /// The deadline passed.
  case deadline
  /// The waiting task was cancelled.
  case cancelled
}

/// What tasks that wait for the same thing share, so that they can be woken together.
struct WaitKey: Hashable {
  private let number: UInt64

  fileprivate init(_ number: UInt64) { self.number = number }
}

/// Everybody who waits on the loop, in the order of their coming. The loop guards it by its lock.
struct Waiters {
  typealias Instant = ContinuousClock.Instant

  struct Waiter {
    var id: UInt64
    var key: WaitKey
    /// Socket and poll events; nil for a wait that only a wake or the deadline ends.
    var interest: (fd: Int32, events: Int16)?
    var deadline: Instant
    var continuation: CheckedContinuation<Wake, Never>
  }

  private(set) var all: [Waiter] = []
  private var lastNumber: UInt64 = 0
  /// Ids given out whose task has not come to wait yet; true if it was cancelled in between.
  private var announced: [UInt64: Bool] = [:]

  mutating func newKey() -> WaitKey {
    lastNumber += 1
    return WaitKey(lastNumber)
  }

  /// An id must be announced before the cancellation handler knows it, or an early cancellation would be lost.
  mutating func announce() -> UInt64 {
    lastNumber += 1
    announced[lastNumber] = false
    return lastNumber
  }

  /// - Returns: whether it waits; false if it was cancelled before it came.
  mutating func add(_ waiter: Waiter) -> Bool {
    if announced.removeValue(forKey: waiter.id) == true { return false }
    all.append(waiter)
    return true
  }

  mutating func cancel(_ id: UInt64) -> Waiter? {
    if announced[id] != nil {
      announced[id] = true
      return nil
    }
    return all.firstIndex { $0.id == id }.map { all.remove(at: $0) }
  }

  mutating func take(where isTaken: (Waiter) -> Bool) -> [Waiter] {
    let taken = all.filter(isTaken)
    if !taken.isEmpty { all.removeAll(where: isTaken) }
    return taken
  }

  var nextDeadline: Instant? { all.map(\.deadline).min() }
}
