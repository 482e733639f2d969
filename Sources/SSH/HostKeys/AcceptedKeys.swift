import Glibc

/// Appends a key to the file of accepted keys.
enum AcceptedKeys {
  enum Outcome: Hashable, Sendable {
    case written
    case refused(HostKeyVerdict)
    case failed(String)
  }

  /// Appends the key unless the file, read anew under its lock, already knows the host. Blocks for up to 5 s on the
  /// lock of another process.
  static func append(_ key: HostKey, of host: SSHHost, to path: String) -> Outcome {
    if let slash = path.lastIndex(of: "/"), let reason = createFolder(String(path[..<slash])) {
      return .failed(reason)
    }
    let fd = open(path, O_RDWR | O_CREAT | Int32(O_APPEND) | O_CLOEXEC, 0o600)
    guard fd >= 0 else { return .failed("\(path): \(SmallFile.reason(errno))") }
    defer { close(fd) }
    guard lock(fd) else { return .failed("\(path): locked by another process") }
    let content: [UInt8]
    switch SmallFile.read(fd) {
    case .success(let bytes): content = bytes
    case .failure(let failure): return .failed("\(path): \(failure)")
    }
    let known = KnownHosts(entries: KnownHostsEntry.entries(of: content, file: path))
    switch known.verdict(on: key, of: KnownNames(host)) {
    case .unknown: break
    case let verdict: return .refused(verdict)
    }
    let lineFeed = content.isEmpty || content.last == UInt8(ascii: "\n") ? "" : "\n"
    let line = "\(lineFeed)\(KnownNames(host).exact.joined(separator: ",")) \(key.type) \(key.base64)\n"
    if let reason = write(Array(line.utf8), to: fd) { return .failed("\(path): \(reason)") }
    return .written
  }

  private static func createFolder(_ path: String) -> String? {
    var prefix = ""
    for part in path.split(separator: "/") {
      prefix += (prefix.isEmpty && !path.hasPrefix("/") ? "" : "/") + part
      if mkdir(prefix, 0o700) != 0, errno != EEXIST { return "\(prefix): \(SmallFile.reason(errno))" }
    }
    return nil
  }

  private static func lock(_ fd: Int32) -> Bool {
    for _ in 0..<100 {
      if flock(fd, LOCK_EX | LOCK_NB) == 0 { return true }
      guard errno == EWOULDBLOCK || errno == EINTR else { return false }
      usleep(50_000)
    }
    return false
  }

  private static func write(_ bytes: [UInt8], to fd: Int32) -> String? {
    // One call: whoever reads meanwhile sees the whole line or nothing of it.
    let count = Glibc.write(fd, bytes, bytes.count)
    guard count == bytes.count else { return count < 0 ? SmallFile.reason(errno) : "written in part: disk full?" }
    return fsync(fd) == 0 ? nil : SmallFile.reason(errno)
  }
}
