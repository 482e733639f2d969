import Foundation
import Glibc

/// A terminal that nobody looks at.
final class PseudoTerminal {
  private let own: Int32
  /// The side of the program.
  let device: FileHandle

  init(columns: UInt16, rows: UInt16) throws {
    var (near, far): (Int32, Int32) = (-1, -1)
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    guard openpty(&near, &far, nil, nil, &size) == 0 else {
      throw Program.Failure(description: "no pseudo terminal: \(String(cString: strerror(errno)))")
    }
    own = near
    _ = fcntl(near, F_SETFD, FD_CLOEXEC)
    device = FileHandle(fileDescriptor: far, closeOnDealloc: true)
  }

  /// What the program has written, after a wait for the first of it.
  func read(waitMilliseconds: Int32) -> [UInt8] {
    var watched = pollfd(fd: own, events: Int16(POLLIN), revents: 0)
    guard poll(&watched, 1, waitMilliseconds) > 0 else { return [] }
    var bytes = [UInt8](repeating: 0, count: 65536)
    let count = Glibc.read(own, &bytes, bytes.count)
    return Array(bytes.prefix(max(0, count)))
  }

  /// What somebody types.
  func write(_ text: String) {
    let bytes = Array(text.utf8)
    _ = Glibc.write(own, bytes, bytes.count)
  }

  /// Reads on, so that the program can write its farewell and end.
  func drain(while isNeeded: () -> Bool) {
    while isNeeded() { _ = read(waitMilliseconds: 20) }
  }

  func close() { Glibc.close(own) }
}
