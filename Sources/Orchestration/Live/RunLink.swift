import Cluster
import Dispatch
import Glibc
import Local
import Planning
import Synchronization

/// The connection to the run of another process.
public final class RunLink: Sendable {
  /// What comes over it.
  public enum Event: Sendable {
    /// Something was said.
    case record(RunRecord)
    /// Where the run stands.
    case progress(RunProgress)
    /// The run is over. Nothing follows.
    case ended(RunOutcome)
    /// The run's process is gone, and its journal has no end. Nothing follows.
    case lost
  }

  /// Why a run can't be followed.
  public enum Refusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// No process carries a run out here.
    case nobody
    /// Somebody listens and says nothing, or something else.
    case notUnderstood(path: String)

    /// The operator's line.
    public var description: String {
      switch self {
      case .nobody: "no run is in progress from this machine"
      case .notUnderstood(let path):
        "whoever listens at \(path) does not answer as this herdmon does: it is stopped, or of another version"
      }
    }
  }

  /// Seconds for the greeting: the other process has only to write it, but its machine may be busy.
  private static let greetingSecondsMax = 20

  /// Which run it is.
  public let greeting: RunGreeting
  /// All that comes, from the run's first record on.
  public let events: AsyncStream<Event>

  private let descriptor: Int32
  private let post: AsyncStream<Event>.Continuation

  /// Connects to the run that is in progress on a cluster.
  public static func open(to state: StateDirectory) async throws(Refusal) -> RunLink {
    // It may wait for the greeting, and none of the threads that all tasks share must.
    let result = await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        continuation.resume(returning: Result { () throws(Refusal) in try RunLink(to: state) })
      }
    }
    return try result.get()
  }

  private init(to state: StateDirectory) throws(Refusal) {
    guard let descriptor = LocalSocket.connect(directory: state.path, name: StateDirectory.socketName) else {
      throw .nobody
    }
    var buffer = LineBuffer()
    var lines: [ArraySlice<UInt8>] = []
    var limit = timeval(tv_sec: RunLink.greetingSecondsMax, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    while lines.isEmpty, LocalSocket.user(at: descriptor) == geteuid(),
      let bytes = LocalSocket.read(from: descriptor), !bytes.isEmpty
    { lines = buffer.take(bytes) }
    guard let first = lines.first, case .hello(let greeting) = JSONLine.value(RunMessage.self, of: first),
      greeting.version == RunGreeting.version
    else {
      close(descriptor)
      throw .notUnderstood(path: state.socketPath)
    }
    limit = timeval()
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    self.descriptor = descriptor
    self.greeting = greeting
    (events, post) = AsyncStream.makeStream(of: Event.self)
    let (read, begun) = (lines.dropFirst().map(Array.init), buffer)
    DispatchQueue(label: "run link").async { self.receive(read, begun) }
  }

  deinit { close(descriptor) }

  /// Tells the run something.
  /// - Returns: whether it could still be told.
  @discardableResult
  public func steer(_ steering: Steering) -> Bool { send(.steer(steering)) }

  /// Goes away; the run goes on. Nothing more comes.
  public func detach() {
    _ = send(.detach)
    shutdown(descriptor, Int32(SHUT_RDWR))
    post.finish()
  }

  private func send(_ request: RunRequestLine) -> Bool {
    guard let bytes = try? JSONLine.bytes(request) else { return false }
    return bytes.withUnsafeBytes {
      Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
    } == bytes.count
  }

  private func receive(_ read: [[UInt8]], _ begun: LineBuffer) {
    var (lines, buffer, lastSeq) = (read, begun, 0)
    while true {
      for line in lines {
        switch JSONLine.value(RunMessage.self, of: line) {
        case .record(let record):
          lastSeq = record.seq
          post.yield(.record(record))
        case .progress(let progress): post.yield(.progress(progress))
        case .ended(let outcome):
          post.yield(.ended(outcome))
          return post.finish()
        // An error answers what we never send; a later version may say more than we know.
        case .hello, .error, nil: break
        }
      }
      guard let bytes = LocalSocket.read(from: descriptor), !bytes.isEmpty else { break }
      lines = buffer.take(bytes).map(Array.init)
    }
    readOn(after: lastSeq)
    post.finish()
  }

  /// The process has gone: what it did not get to say is in its journal.
  private func readOn(after lastSeq: Int) {
    let reading = try? JournalReading(path: greeting.journal)
    for record in reading?.records ?? [] where record.seq > lastSeq { post.yield(.record(record)) }
    post.yield(reading?.machine?.outcome.map(Event.ended) ?? .lost)
  }
}
