import Glibc
import Synchronization

extension PollLoop {
  /// What the thread leaves behind and the bell it rings then. The bell lives until the last of the two sides is done.
  private final class Answer<Value: Sendable>: Sendable {
    let value = Mutex<Value?>(nil)
    let bell: Bell

    init?() {
      guard let bell = Bell() else { return nil }
      self.bell = bell
    }

    func leave(_ value: Value) {
      self.value.withLock { $0 = value }
      bell.ring()
    }
  }

  /// Makes a call that may block for ever (name lookup, a file on a hung pmxcfs) on a thread of its own.
  /// - Returns: what it returned; nil if the deadline passed or the task was cancelled first. The thread then ends
  ///   whenever its call does, and nobody listens.
  func aside<Value: Sendable>(
    until deadline: Instant, isolation: isolated (any Actor)? = #isolation, _ call: @escaping @Sendable () -> Value
  ) async -> Value? {
    guard let answer = Answer<Value>() else { return nil }
    guard OwnThread.start({ answer.leave(call()) }) else { return nil }
    let key = newKey()
    while true {
      if let value = answer.value.withLock({ $0 }) { return value }
      let wake = await wait(on: key, fd: answer.bell.fd, events: Int16(POLLIN), until: deadline)
      guard wake == .again else { return nil }
    }
  }
}
