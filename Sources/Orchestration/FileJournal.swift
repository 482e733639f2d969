import Cluster
import FoundationEssentials
import Glibc
import Planning
import Synchronization

/// A journal as a file of JSON lines, one event or notice a line: readable with `tail` and `jq`, torn at most in its
/// last line, and as safe as its `fdatasync`.
///
/// A database would add nothing here: lines are only ever appended by one process, and read from the start.
public final class FileJournal: RunJournal {
  /// One line.
  struct Line: Codable {
    /// When.
    var time: Timestamp
    /// What happened, if the line is an event.
    var event: RunEvent?
    /// What was said, if the line is a notice.
    var notice: RunRecord?
  }

  private let file: Mutex<Int32>
  /// Path of the file.
  public let path: String

  /// Opens the journal of a new or an interrupted run for appending.
  /// - Throws: `JournalError`.
  public init(path: String) throws(JournalError) {
    self.path = path
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw JournalError(path: path, tried: "open", errno: errno) }
    file = Mutex(descriptor)
    FileJournal.endTornLine(descriptor, path: path)
  }

  deinit { file.withLock { _ = close($0) } }

  /// Writes an event and returns only when it is on disk.
  public func append(_ event: RunEvent, at time: Timestamp) throws {
    try write(Line(time: time, event: event), isDurable: true)
  }

  /// Writes what the readers were told. The next event's sync takes it along.
  public func append(_ record: RunRecord) throws {
    try write(Line(time: record.time, notice: record), isDurable: false)
  }

  private func write(_ line: Line, isDurable: Bool) throws {
    let bytes = try JSONLine.bytes(line)
    try file.withLock { descriptor in
      var rest = bytes[...]
      while !rest.isEmpty {
        let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        if written < 0, errno == EINTR { continue }
        guard written > 0 else { throw JournalError(path: path, tried: "write", errno: errno) }
        rest = rest.dropFirst(written)
      }
      if isDurable, fdatasync(descriptor) != 0 { throw JournalError(path: path, tried: "sync", errno: errno) }
    }
  }

  /// What a line tells the readers; nil for an event, and for a line that is damaged.
  static func record(_ line: some Collection<UInt8>) -> RunRecord? {
    // Keys are sorted, so an event, which may be as large as a whole inventory, is known by its beginning.
    line.starts(with: Array("{\"event\":".utf8)) ? nil : JSONLine.value(Line.self, of: line)?.notice
  }

  /// A line that a crash cut short is closed, so that the next one stands alone.
  private static func endTornLine(_ descriptor: Int32, path: String) {
    guard let bytes = try? FileContents.read(path), let last = bytes.last, last != UInt8(ascii: "\n") else { return }
    _ = Glibc.write(descriptor, "\n", 1)
  }
}

/// Why a journal can't be written or read.
public struct JournalError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file.
  public var path: String
  /// What was tried.
  public var tried: String
  /// What the system said.
  public var errno: Int32

  /// What went wrong with a file.
  public init(path: String, tried: String, errno: Int32) {
    self.path = path
    self.tried = tried
    self.errno = errno
  }

  /// The operator's line.
  public var description: String { "\(path): \(tried): \(String(cString: strerror(errno)))" }
}

enum FileContents {
  static func read(_ path: String) throws(JournalError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw JournalError(path: path, tried: "open", errno: errno) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw JournalError(path: path, tried: "read", errno: errno) }
      if count == 0 { return bytes }
      bytes += chunk[..<count]
    }
  }
}
