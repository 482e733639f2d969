import Glibc

/// A pair of sockets by which a thread is woken from `poll`. Not a pipe: `pipe2` is not imported, and without it a
/// process started meanwhile would inherit the ends.
final class Bell: Sendable {
  /// What to poll for reading.
  let fd: Int32
  private let far: Int32

  /// - Returns: nil if the process has no descriptor left.
  init?() {
    var ends: [Int32] = [-1, -1]
    let type = Int32(SOCK_STREAM.rawValue) | O_CLOEXEC | O_NONBLOCK
    guard socketpair(AF_UNIX, type, 0, &ends) == 0 else { return nil }
    (fd, far) = (ends[0], ends[1])
  }

  deinit {
    close(fd)
    close(far)
  }

  /// A full buffer is a bell that already rings.
  func ring() {
    var byte: UInt8 = 1
    _ = write(far, &byte, 1)
  }

  func silence() {
    var bytes = [UInt8](repeating: 0, count: 64)
    while read(fd, &bytes, bytes.count) == bytes.count {}
  }
}
