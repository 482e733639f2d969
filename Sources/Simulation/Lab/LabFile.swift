import Glibc
import LabWire
import Local

/// Small files of the lab, read and written whole and for nobody else's eyes.
enum LabFile {
  /// Writes a file by way of a new one beside it, so that a reader sees the old text or the new one.
  static func write(_ text: String, to path: String) throws(LabError) {
    let new = path + ".new"
    let descriptor = open(new, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw failure("written", path) }
    let isWhole = LocalSocket.write(Array(text.utf8), to: descriptor)
    close(descriptor)
    guard isWhole, rename(new, path) == 0 else { throw failure("written", path) }
  }

  /// The text of a file; nil if there is none or it can't be read.
  static func read(_ path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    while let piece = LocalSocket.read(from: descriptor), !piece.isEmpty { bytes += piece }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The last lines of a file, to show what went wrong.
  static func tail(_ path: String, lines: Int) -> [String] {
    (read(path) ?? "").split(separator: "\n").suffix(lines).map { String($0) }
  }

  private static func failure(_ deed: String, _ path: String) -> LabError {
    LabError(
      .directoryUnusable, "\(path) can't be \(deed): \(String(cString: strerror(errno)))",
      remedy: "make room and rights there, or name another directory with --dir")
  }
}
