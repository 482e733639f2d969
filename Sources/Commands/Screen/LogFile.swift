import Glibc

/// Lines of the log in a file of their own.
enum LogFile {
  /// Writes the lines into a new file; one that is there is never written over.
  /// - Returns: the operator's line on how it went.
  static func write(_ lines: [String], to name: String) -> String {
    // A log names guests and addresses; only its owner reads it.
    let descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return "\(name) was not written: \(String(cString: strerror(errno)))" }
    defer { close(descriptor) }
    var rest = Array((lines.joined(separator: "\n") + "\n").utf8)[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { return "\(name) is not whole: \(String(cString: strerror(errno)))" }
      rest = rest.dropFirst(written)
    }
    return "\(lines.count) \(lines.count == 1 ? "line" : "lines") written to \(name)"
  }
}
