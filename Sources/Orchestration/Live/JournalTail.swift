import Glibc
import Local
import Planning

/// The records of a journal that is still being written, read piece by piece.
final class JournalTail {
  private static let pieceBytes = 1 << 16

  private let descriptor: Int32
  private var buffer = LineBuffer()

  /// Opens a journal at its beginning.
  /// - Throws: `JournalError`.
  init(path: String) throws(JournalError) {
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw JournalError(path: path, tried: "open", errno: errno) }
  }

  deinit { close(descriptor) }

  /// The next records, a piece of the file at a time; nil where the file ends at present.
  func next() -> [RunRecord]? {
    guard let piece = LocalSocket.read(from: descriptor, upTo: JournalTail.pieceBytes), !piece.isEmpty else {
      return nil
    }
    return buffer.take(piece).compactMap(FileJournal.record)
  }
}
