import Cluster
import Dispatch
import Glibc
import Local
import Planning
import Synchronization

/// Lets other processes of the same user follow and steer the run of this one, over a socket in the state directory.
///
/// It works on a thread of its own, and nothing here ever waits for a reader: the run leaves its progress and goes on.
public final class RunServer: Sendable {
  /// Readers at once; descriptors are finite, and the run needs some.
  static let readersMax = 32

  private struct Shared {
    var progress: RunProgress?
    var number = 0
    var outcome: RunOutcome?
  }

  private let shared = Mutex(Shared())
  private let greeting: RunGreeting
  private let steer: @Sendable (Steering) -> Void
  private let listener: Int32
  private let wake: (reading: Int32, writing: Int32)
  private let path: String
  private let queue = DispatchQueue(label: "readers")

  /// Listens. The caller holds the cluster's local lock, so that a socket which is there already is a dead one's.
  /// - Throws: `JournalError` with what the system said.
  public init(
    in state: StateDirectory, greeting: RunGreeting, steer: @escaping @Sendable (Steering) -> Void
  ) throws(JournalError) {
    path = state.socketPath
    guard let listener = LocalSocket.listen(directory: state.path, name: StateDirectory.socketName) else {
      throw JournalError(path: path, tried: "listen", errno: errno)
    }
    guard let wake = LocalProgram.pipe() else {
      let reason = errno
      close(listener)
      throw JournalError(path: path, tried: "listen", errno: reason)
    }
    for descriptor in [listener, wake.reading, wake.writing] { _ = fcntl(descriptor, F_SETFL, O_NONBLOCK) }
    self.listener = listener
    self.wake = wake
    self.greeting = greeting
    self.steer = steer
    queue.async { self.serve() }
  }

  deinit {
    for descriptor in [listener, wake.reading, wake.writing] { close(descriptor) }
  }

  /// Tells where the run stands now; records are read from the journal.
  public func publish(_ progress: RunProgress) {
    shared.withLock {
      $0.progress = progress
      $0.number += 1
    }
    nudge()
  }

  /// Says goodbye: each reader is sent what it takes at once, and finds the rest in the journal.
  public func end(_ outcome: RunOutcome) {
    shared.withLock { $0.outcome = outcome }
    nudge()
    queue.sync {}
  }

  private func nudge() { _ = write(wake.writing, [1], 1) }

  private func serve() {
    var readers: [RunReader] = []
    while true {
      wait(for: readers)
      let shared = shared.withLock { $0 }
      readers += accepted(besides: readers.count)
      let line = shared.progress.flatMap { try? JSONLine.bytes(RunMessage.progress($0)) } ?? []
      for reader in readers {
        if !reader.isClogged { for steering in reader.listen() { steer(steering) } }
        reader.send((line, shared.number))
        if let outcome = shared.outcome { reader.sendLast(.ended(outcome)) }
      }
      if shared.outcome != nil { break }
      readers.removeAll(where: \.isGone)
      // What comes in a burst goes out together.
      usleep(20_000)
    }
    unlink(path)
  }

  private func wait(for readers: [RunReader]) {
    var polls = [wake.reading, listener].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    polls += readers.map { pollfd(fd: $0.descriptor, events: Int16($0.isClogged ? POLLOUT : POLLIN), revents: 0) }
    _ = poll(&polls, nfds_t(polls.count), -1)
    while let bytes = LocalSocket.read(from: wake.reading), bytes.count == 65536 {}
  }

  private func accepted(besides count: Int) -> [RunReader] {
    var readers: [RunReader] = []
    while case let descriptor = Glibc.accept(listener, nil, nil), descriptor >= 0 {
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      // The socket's own rights keep others out; this keeps them out where a file system ignores those.
      if LocalSocket.user(at: descriptor) == geteuid(), count + readers.count < RunServer.readersMax,
        let reader = try? RunReader(descriptor: descriptor, greeting: greeting)
      {
        readers.append(reader)
      } else {
        close(descriptor)
      }
    }
    return readers
  }
}
