import Cluster
import Glibc
import Local
import Planning

/// One reader of a run, as the run's process sees it.
///
/// What it has not read yet is not kept for it: the records lie in the journal, where it has its own place, and of the
/// progress only the newest counts. So a reader that is slow, or stopped, costs one piece of the journal and no more.
final class RunReader {
  /// Bytes of one request at most: far more than any has.
  private static let requestBytesMax = 4096
  /// Requests that may be senseless before a reader is dropped: no program of ours sends one.
  private static let mistakesMax = 16

  /// The connection.
  let descriptor: Int32
  /// Whether it has gone.
  private(set) var isGone = false
  private let tail: JournalTail
  private var requests = LineBuffer()
  private var pending: ArraySlice<UInt8>
  private var seenProgress = 0
  private var mistakes = 0

  /// A reader that is greeted first. Once made, it closes the connection.
  init(descriptor: Int32, greeting: RunGreeting) throws {
    self.descriptor = descriptor
    tail = try JournalTail(path: greeting.journal)
    pending = try JSONLine.bytes(RunMessage.hello(greeting))[...]
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
  }

  deinit { close(descriptor) }

  /// Whether it does not take what it is sent; until it does, it is not listened to either.
  var isClogged: Bool { !pending.isEmpty }

  /// Sends all that it takes now.
  /// - Parameter progress: the newest one as a message, and its number.
  func send(_ progress: (line: [UInt8], number: Int)) {
    while flush() {
      if let records = tail.next() {
        for record in records { say(.record(record)) }
      } else if seenProgress < progress.number {
        seenProgress = progress.number
        pending += progress.line
      } else {
        return
      }
    }
  }

  /// Sends a message to a reader that has taken all before it.
  func sendLast(_ message: RunMessage) {
    guard !isClogged else { return }
    say(message)
    _ = flush()
  }

  private func say(_ message: RunMessage) {
    // A value of ours can always be written; one that could not would only be missed by this reader.
    pending += (try? JSONLine.bytes(message)) ?? []
  }

  /// What it has asked for since.
  func listen() -> [Steering] {
    var steerings: [Steering] = []
    // A reader that never stops talking must not keep the others waiting.
    let before = mistakes
    for _ in 0..<16 {
      guard let bytes = LocalSocket.read(from: descriptor) else {
        if errno != EAGAIN { isGone = true }
        break
      }
      if bytes.isEmpty { isGone = true }
      guard !isGone else { break }
      for line in requests.take(bytes) {
        switch JSONLine.value(RunRequestLine.self, of: line) {
        case .steer(let steering): steerings.append(steering)
        case .detach: isGone = true
        case nil: mistakes += 1
        }
      }
      if requests.rest.count > RunReader.requestBytesMax || mistakes > RunReader.mistakesMax { isGone = true }
    }
    if mistakes > before { say(.error("not understood: a request is {\"steer\":…} or {\"detach\":true}")) }
    return steerings
  }

  /// - Returns: whether nothing is left to be sent.
  private func flush() -> Bool {
    while !pending.isEmpty {
      let sent = pending.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if sent < 0, errno == EINTR { continue }
      guard sent > 0 else {
        if errno != EAGAIN { isGone = true }
        return false
      }
      pending = pending.dropFirst(sent)
    }
    return true
  }
}
