import Glibc
import LabWire
import Local

/// One client of the daemon: a lab shell with its command, or `lab status` and `lab down`.
final class LabConnection {
  let descriptor: Int32
  /// The simulated process it waits for.
  var process: ProcessID?
  /// Whether its request has been taken; it says nothing after that.
  private(set) var hasAsked = false
  /// Whether all of its answer is known; it is closed once that is sent.
  private(set) var isAnswered = false
  private var received: [UInt8] = []
  private var unsent: ArraySlice<UInt8> = []

  init(descriptor: Int32) { self.descriptor = descriptor }

  var wantsToSend: Bool { !unsent.isEmpty }
  var isDone: Bool { isAnswered && unsent.isEmpty }

  /// Puts a frame in line.
  func send(_ frame: LabFrame) {
    guard !isAnswered else { return }
    unsent += frame.bytes
    switch frame {
    case .status, .signal, .cut: isAnswered = true
    case .output, .errors: break
    }
  }

  /// What reading brought.
  enum Arrival {
    case nothing
    case request(LabRequest)
    /// The client is gone or makes no sense.
    case end
  }

  /// Reads what has come.
  func receive() -> Arrival {
    guard let bytes = LocalSocket.read(from: descriptor) else {
      return errno == EAGAIN ? .nothing : .end
    }
    guard !bytes.isEmpty, !hasAsked else { return .end }
    received += bytes
    switch LabRequest.read(received) {
    case .unfinished: return .nothing
    case .garbled: return .end
    case .whole(let request):
      hasAsked = true
      received = []
      return .request(request)
    }
  }

  /// Sends what the client takes without waiting.
  /// - Returns: whether the client is still there.
  func sendSome() -> Bool {
    while !unsent.isEmpty {
      let count = unsent.withUnsafeBytes {
        write(descriptor, $0.baseAddress, min($0.count, 1 << 18))
      }
      if count < 0 { return errno == EAGAIN || errno == EINTR }
      unsent = unsent.dropFirst(count)
    }
    // Drops the storage that the sent part still holds.
    unsent = []
    return true
  }
}
