import Testing

@testable import SSH

@Suite struct WaitersTests {
  @Test func `a wake on the way to the wait is not lost`() async {
    var waiters = Waiters()
    let key = waiters.newKey()
    let other = waiters.newKey()
    let (woken, unaware) = (waiters.announce(on: key), waiters.announce(on: other))
    let waiting = waiters.wake(key)
    #expect(waiting.isEmpty)
    #expect(await end(of: woken, on: key, in: &waiters) == .again)
    #expect(await end(of: unaware, on: other, in: &waiters) == .deadline)
  }

  @Test func `a cancellation on the way to the wait is not lost`() async {
    var waiters = Waiters()
    let key = waiters.newKey()
    let id = waiters.announce(on: key)
    let waiting = waiters.cancel(id)
    #expect(waiting == nil)
    #expect(await end(of: id, on: key, in: &waiters) == .cancelled)
    let late = waiters.cancel(id)
    #expect(late == nil)
  }

  /// How a wait ends if nothing happens after its beginning but its deadline.
  private func end(of id: UInt64, on key: WaitKey, in waiters: inout Waiters) async -> Wake {
    await withCheckedContinuation { continuation in
      let waiter = Waiters.Waiter(id: id, key: key, interest: nil, deadline: .now, continuation: continuation)
      if let wake = waiters.add(waiter) { continuation.resume(returning: wake) }
      waiters.take { _ in true }.forEach { $0.continuation.resume(returning: .deadline) }
    }
  }
}
