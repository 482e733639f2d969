import Glibc

/// Reads a small file whole.
enum SmallFile {
  enum Failure: Error, Hashable {
    case missing
    case failed(String)
  }

  /// What no key and no known_hosts file comes near to.
  static let bytesMax = 16 << 20

  struct Content: Sendable {
    var bytes: [UInt8]
    var mode: mode_t
    var owner: uid_t
  }

  static func read(_ path: String) -> Result<Content, Failure> {
    let fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard fd >= 0 else { return .failure(errno == ENOENT || errno == ENOTDIR ? .missing : .failed(reason(errno))) }
    defer { close(fd) }
    var status = stat()
    guard fstat(fd, &status) == 0 else { return .failure(.failed(reason(errno))) }
    guard status.st_mode & S_IFMT == S_IFREG else { return .failure(.failed("not a file")) }
    switch read(fd) {
    case .success(let bytes): return .success(Content(bytes: bytes, mode: status.st_mode, owner: status.st_uid))
    case .failure(let failure): return .failure(failure)
    }
  }

  /// From where the descriptor stands to the end.
  static func read(_ fd: Int32) -> Result<[UInt8], Failure> {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = Glibc.read(fd, &chunk, chunk.count)
      if count == 0 { return .success(bytes) }
      if count < 0 {
        if errno == EINTR { continue }
        return .failure(.failed(reason(errno)))
      }
      bytes += chunk[..<count]
      if bytes.count > bytesMax { return .failure(.failed("larger than \(bytesMax >> 20) MiB")) }
    }
  }

  static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }

  /// `~/` is the home folder of whoever runs herdmon.
  static func expandingHome(_ path: String) -> String {
    guard path.hasPrefix("~/"), let home = getenv("HOME") else { return path }
    return String(cString: home) + path.dropFirst(1)
  }
}
