import CNcurses
import Glibc
import Synchronization

/// Where any task leaves something for the screen, which sleeps until there is something.
public final class Mailbox<Value: Sendable>: Sendable {
  /// Readable while something is waiting; for `poll`.
  public let descriptor: Int32
  private let waiting = Mutex<[Value]>([])

  /// An empty mailbox.
  public init() { descriptor = hm_eventfd() }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Leaves something, and wakes the reader.
  public func post(_ value: Value) {
    let isFirst = waiting.withLock { values in
      values.append(value)
      return values.count == 1
    }
    guard isFirst else { return }
    var one: UInt64 = 1
    // It can fail only when it is full, and then the reader is awake.
    _ = write(descriptor, &one, MemoryLayout<UInt64>.size)
  }

  /// Takes all that was left, in order.
  public func takeAll() -> [Value] {
    var count: UInt64 = 0
    _ = read(descriptor, &count, MemoryLayout<UInt64>.size)
    return waiting.withLock { values in
      defer { values = [] }
      return values
    }
  }
}
