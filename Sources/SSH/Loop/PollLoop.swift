import Glibc
import Synchronization

/// One thread that runs the SSH actors and waits for their sockets: a serial executor around `poll`.
///
/// libssh2 must not be entered by two threads at once for one session, and its calls never block. One thread for all
/// sessions gives both without a lock around any of them (measured: 540 commands a second, facts/stack.md 3).
final class PollLoop: SerialExecutor {
  typealias Instant = Waiters.Instant

  /// The one loop. It lives as long as the process: an executor whose thread has ended would never run the last jobs
  /// of its actors, among them those that free their sessions.
  static let shared = PollLoop()

  private struct State {
    var jobs: [UnownedJob] = []
    var waiters = Waiters()
    var isPolling = false
  }

  private let state = Mutex(State())
  private let doorbell: Bell

  private init() {
    guard let bell = Bell() else {
      preconditionFailure("no pipe for the SSH thread: \(SmallFile.reason(errno))")
    }
    doorbell = bell
    let isStarted = OwnThread.start { PollLoop.shared.turn() }
    precondition(isStarted, "no thread for SSH")
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let mustRing = state.withLock { state in
      state.jobs.append(job)
      return state.isPolling
    }
    if mustRing { doorbell.ring() }
  }

  private func turn() -> Never {
    while true {
      runJobs()
      let (interests, timeout) = prepareToPoll()
      var fds = [pollfd(fd: doorbell.fd, events: Int16(POLLIN), revents: 0)]
      fds += interests.map { pollfd(fd: $0.fd, events: $0.events, revents: 0) }
      _ = poll(&fds, nfds_t(fds.count), timeout)
      state.withLock { $0.isPolling = false }
      doorbell.silence()
      var ready: Set<Int32> = []
      for entry in fds.dropFirst() where entry.revents != 0 { ready.insert(entry.fd) }
      resumeWaiters(ready: ready)
    }
  }

  /// One batch only: jobs that beget jobs must not keep the sockets from being looked at.
  private func runJobs() {
    let batch = state.withLock { state in
      let jobs = state.jobs
      state.jobs = []
      return jobs
    }
    for job in batch { job.runSynchronously(on: asUnownedSerialExecutor()) }
  }

  private func prepareToPoll() -> (interests: [(fd: Int32, events: Int16)], timeout: Int32) {
    state.withLock { state in
      state.isPolling = state.jobs.isEmpty
      let interests = state.waiters.all.compactMap(\.interest)
      guard state.jobs.isEmpty else { return (interests, 0) }
      guard let deadline = state.waiters.nextDeadline else { return (interests, -1) }
      return (interests, PollLoop.milliseconds(until: deadline))
    }
  }

  /// Rounded up, or the loop would spin through the last millisecond.
  private static func milliseconds(until deadline: Instant) -> Int32 {
    let left = ContinuousClock.now.duration(to: deadline)
    guard left > .zero else { return 0 }
    return Int32(min(left / .milliseconds(1) + 1, 60_000))
  }

  private func resumeWaiters(ready: Set<Int32>) {
    let now = ContinuousClock.now
    let taken = state.withLock { state in
      state.waiters.take { waiter in
        waiter.deadline <= now || waiter.interest.map { ready.contains($0.fd) } ?? false
      }
    }
    for waiter in taken {
      let isReady = waiter.interest.map { ready.contains($0.fd) } ?? false
      waiter.continuation.resume(returning: isReady ? .again : .deadline)
    }
  }
}

extension PollLoop {
  /// A key to wait on and to wake by.
  func newKey() -> WaitKey { state.withLock { $0.waiters.newKey() } }

  /// Waits until the socket is ready, the key is woken, the deadline passes or the task is cancelled.
  /// - Parameter fd: socket to wait for; negative for none.
  func wait(
    on key: WaitKey, fd: Int32 = -1, events: Int16 = 0, until deadline: Instant,
    isolation: isolated (any Actor)? = #isolation
  ) async -> Wake {
    let id = state.withLock { $0.waiters.announce(on: key) }
    return await withTaskCancellationHandler {
      // Without this capture the closure would not be the actor's, and begin with a visit to the pool's threads.
      _ = isolation
      return await withCheckedContinuation { continuation in
        let waiter = Waiters.Waiter(
          id: id, key: key, interest: fd < 0 ? nil : (fd, events), deadline: deadline, continuation: continuation)
        let (wake, mustRing) = state.withLock { ($0.waiters.add(waiter), $0.isPolling) }
        if let wake { continuation.resume(returning: wake) }
        if mustRing { doorbell.ring() }
      }
    } onCancel: {
      state.withLock { $0.waiters.cancel(id) }?.continuation.resume(returning: .cancelled)
    }
  }

  /// Lets everybody who waits on the key look again.
  func wake(_ key: WaitKey) {
    for waiter in state.withLock({ $0.waiters.wake(key) }) {
      waiter.continuation.resume(returning: .again)
    }
  }
}
