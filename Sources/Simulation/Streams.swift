/// Takes bytes that a program writes.
protocol ByteSink: AnyObject {
  /// - Returns: false when nobody reads any more; the writer then gets SIGPIPE.
  func write(_ bytes: [UInt8]) -> Bool
}

/// Gives bytes that a program reads.
protocol ByteSource: AnyObject {
  /// Calls `receive` once: with some bytes as soon as there are any, or with nil at the end.
  func read(_ receive: @escaping ([UInt8]?) -> Void)
  /// Gives bytes back that were read too far.
  func putBack(_ bytes: [UInt8])
}

/// The three standard streams of a program, and any others by number.
struct Streams {
  var input: any ByteSource
  private var output: (any ByteSink)?
  private var errors: (any ByteSink)?
  private var others: [Int: any ByteSink] = [:]

  init(input: any ByteSource = Bytes([]), output: any ByteSink, errors: any ByteSink) {
    self.input = input
    self.output = output
    self.errors = errors
  }

  subscript(descriptor: Int) -> (any ByteSink)? {
    get {
      switch descriptor {
      case 1: output
      case 2: errors
      default: others[descriptor]
      }
    }
    set {
      switch descriptor {
      case 1: output = newValue
      case 2: errors = newValue
      default: others[descriptor] = newValue
      }
    }
  }
}

/// `/dev/null` for writers.
final class Discard: ByteSink {
  func write(_ bytes: [UInt8]) -> Bool { true }
}

/// Bytes known beforehand, such as a file's.
final class Bytes: ByteSource {
  private var bytes: [UInt8]?

  init(_ bytes: [UInt8]) { self.bytes = bytes.isEmpty ? nil : bytes }

  func read(_ receive: @escaping ([UInt8]?) -> Void) {
    let given = bytes
    bytes = nil
    receive(given)
  }

  func putBack(_ more: [UInt8]) { bytes = more.isEmpty ? bytes : more + (bytes ?? []) }
}

/// Keeps what is written, as `$(…)` does.
final class Collector: ByteSink {
  private(set) var bytes: [UInt8] = []

  func write(_ more: [UInt8]) -> Bool {
    bytes += more
    return true
  }
}

/// One stream of an SSH channel.
final class ChannelSink: ByteSink {
  private let forward: ([UInt8]) -> Void
  var isOpen = true

  init(_ forward: @escaping ([UInt8]) -> Void) { self.forward = forward }

  func write(_ bytes: [UInt8]) -> Bool {
    if isOpen { forward(bytes) }
    return isOpen
  }
}

/// A pipe between two programs.
final class Pipe: ByteSink, ByteSource {
  private var buffer: [UInt8] = []
  private var waiting: (([UInt8]?) -> Void)?
  private var isWriterDone = false
  private var isReaderDone = false

  func write(_ bytes: [UInt8]) -> Bool {
    guard !isReaderDone else { return false }
    if let receive = waiting {
      waiting = nil
      receive(bytes)
    } else {
      buffer += bytes
    }
    return true
  }

  func closeForWriting() {
    isWriterDone = true
    guard let receive = waiting else { return }
    waiting = nil
    receive(nil)
  }

  func putBack(_ bytes: [UInt8]) { buffer = bytes + buffer }

  func closeForReading() {
    isReaderDone = true
    buffer = []
  }

  func read(_ receive: @escaping ([UInt8]?) -> Void) {
    if !buffer.isEmpty {
      let given = buffer
      buffer = []
      receive(given)
    } else if isWriterDone {
      receive(nil)
    } else {
      waiting = receive
    }
  }
}
