import FoundationEssentials
import Glibc

/// Standard output: data and nothing else.
enum StandardOutput {
  /// Writes a line.
  static func line(_ text: String) { Commands.write(text + "\n", to: STDOUT_FILENO) }

  /// Writes bytes that end with a line feed.
  static func write(_ bytes: [UInt8]) { Commands.write(bytes[...], to: STDOUT_FILENO) }

  /// Writes lines in one piece.
  static func lines(_ lines: [String]) { Commands.write(lines.map { $0 + "\n" }.joined(), to: STDOUT_FILENO) }
}

/// Standard error: messages, each a paragraph of its own.
struct Messages: Sendable {
  /// How much a message matters, as syslog counts.
  enum Priority: Int, Comparable, Sendable {
    case error = 3
    case warning = 4
    case notice = 5
    case info = 6
    case debug = 7

    static func < (left: Priority, right: Priority) -> Bool { left.rawValue < right.rawValue }
  }

  /// The least important that is written.
  var threshold = Priority.info
  /// Whether lines carry their priority for the journal, as sd-daemon(3) describes.
  var marksPriority = Messages.isConnectedToJournal

  /// Writes nothing at all.
  var isSilent = false

  /// Messages as `--quiet` and `--verbose` want them.
  init(_ options: CommonOptions) {
    threshold = options.quiet ? .error : options.verbose ? .debug : .info
  }

  init(
    threshold: Priority = .info, marksPriority: Bool = Messages.isConnectedToJournal, isSilent: Bool = false
  ) {
    self.threshold = threshold
    self.marksPriority = marksPriority
    self.isSilent = isSilent
  }

  /// Writes a message, if it matters enough.
  func say(_ priority: Priority, _ text: String) {
    guard priority <= threshold, !isSilent else { return }
    write(self.text(priority, text), to: STDERR_FILENO)
  }

  /// A message as it is written.
  func text(_ priority: Priority, _ text: String) -> String {
    let prefix = marksPriority ? "<\(priority.rawValue)>" : "herdmon: "
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.enumerated().map { index, line in
      // Only the first line of a paragraph names the program; for the journal every line is a record of its own.
      (index == 0 || marksPriority ? prefix : "") + line + "\n"
    }.joined()
  }

  /// Whether standard error is the very stream that systemd set up: a variable that was merely inherited, as in a
  /// terminal started from a service, says nothing about it.
  static var isConnectedToJournal: Bool {
    var status = stat()
    guard let stream = ProcessInfo.processInfo.environment["JOURNAL_STREAM"], fstat(STDERR_FILENO, &status) == 0
    else { return false }
    return stream == "\(status.st_dev):\(status.st_ino)"
  }
}

private func write(_ text: String, to descriptor: Int32) { write(Array(text.utf8)[...], to: descriptor) }

private func write(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) {
  var bytes = bytes
  while !bytes.isEmpty {
    let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    if written > 0 {
      bytes = bytes.dropFirst(written)
    } else if errno == EAGAIN {
      usleep(1000)
    } else if errno != EINTR {
      return
    }
  }
}
