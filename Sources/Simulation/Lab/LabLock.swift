import Glibc
import LabWire
import Local

/// One lab per directory: a lock that `lab up` takes and its daemon inherits, gone when the daemon is.
struct LabLock {
  let descriptor: Int32

  /// Takes the lock; nil if a lab, or someone who is just starting or ending one, holds it.
  static func take(_ directory: LabDirectory) throws(LabError) -> LabLock? {
    let descriptor = open(directory.lockFile, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else {
      throw LabError(
        .directoryUnusable,
        "\(directory.lockFile) can't be opened: \(String(cString: strerror(errno)))",
        remedy: "name another directory with --dir")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      return nil
    }
    return LabLock(descriptor: descriptor)
  }

  /// Notes who holds it. Worth reading only while the lock is held.
  func note(holder: pid_t) {
    ftruncate(descriptor, 0)
    lseek(descriptor, 0, SEEK_SET)
    _ = LocalSocket.write(Array("\(holder)\n".utf8), to: descriptor)
  }

  /// Who holds the lock, as noted; nil if nobody is noted.
  static func holder(_ directory: LabDirectory) -> pid_t? {
    LabFile.read(directory.lockFile).flatMap { pid_t($0.split(separator: "\n").first ?? "") }
  }

  func release() { close(descriptor) }
}
