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
  /// Who has come but does not wait yet, with what ended the wait before it began.
  private var announced: [UInt64: (key: WaitKey, wake: Wake?)] = [:]

  mutating func newKey() -> WaitKey {
    lastNumber += 1
    return WaitKey(lastNumber)
  }

  /// A wait is announced before anything else may run: a wake or a cancellation on the way to it must not be lost.
  mutating func announce(on key: WaitKey) -> UInt64 {
    lastNumber += 1
    announced[lastNumber] = (key, nil)
    return lastNumber
  }

  /// - Returns: nil if it waits; else why it need not.
  mutating func add(_ waiter: Waiter) -> Wake? {
    if let wake = announced.removeValue(forKey: waiter.id)?.wake { return wake }
    all.append(waiter)
    return nil
  }

  mutating func cancel(_ id: UInt64) -> Waiter? {
    if announced[id] != nil {
      announced[id]?.wake = .cancelled
      return nil
    }
    return all.firstIndex { $0.id == id }.map { all.remove(at: $0) }
  }

  /// - Returns: those who wait on the key; whoever is on the way to it will not begin to.
  mutating func wake(_ key: WaitKey) -> [Waiter] {
    announced = announced.mapValues { $0.key == key ? (key, $0.wake ?? .again) : $0 }
    return take { $0.key == key }
  }

  mutating func take(where isTaken: (Waiter) -> Bool) -> [Waiter] {
    let taken = all.filter(isTaken)
    if !taken.isEmpty { all.removeAll(where: isTaken) }
    return taken
  }

  var nextDeadline: Instant? { all.map(\.deadline).min() }
}
