import Glibc

/// Unix sockets in a directory, reached by a path of any length.
public enum LocalSocket {
  /// Connects to whoever listens in `directory` under `name`, which is short.
  /// - Returns: a blocking socket, closed on exec; nil with `errno` set if nobody answers there.
  public static func connect(directory: String, name: String) -> Int32? {
    attach(directory: directory, name: name) { descriptor, address, length in
      Glibc.connect(descriptor, address, length)
    }
  }

  /// Listens in `directory` under `name`, for this user alone, in place of whatever a process that died left there.
  /// - Returns: a socket, closed on exec; nil with `errno` set if that can't be.
  public static func listen(directory: String, name: String) -> Int32? {
    unlink(directory + "/" + name)
    let descriptor = attach(directory: directory, name: name) { descriptor, address, length in
      // A socket is born with the rights that its descriptor has: nobody else can slip in before they are set.
      fchmod(descriptor, 0o600) == 0 ? bind(descriptor, address, length) : -1
    }
    guard let descriptor else { return nil }
    guard Glibc.listen(descriptor, 64) == 0 else {
      close(descriptor)
      return nil
    }
    return descriptor
  }

  /// The user at the other end of a connection; nil if that can't be told.
  public static func user(at descriptor: Int32) -> uid_t? {
    // As SO_PEERCRED gives it: process, user, group. Glibc shows `ucred` to GNU sources only.
    var peer: (process: pid_t, user: uid_t, group: gid_t) = (0, 0, 0)
    var length = socklen_t(MemoryLayout.size(ofValue: peer))
    return getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0 ? peer.user : nil
  }

  private static func attach(
    directory: String, name: String, by join: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) -> Int32? {
    // A socket's path is limited to 107 bytes, a directory's is not: the way through the open directory is short.
    let folder = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return nil }
    defer { close(folder) }
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return nil }

    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) {
      $0.copyBytes(from: "/proc/self/fd/\(folder)/\(name)".utf8)
    }
    let answer = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        join(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard answer == 0 else {
      let reason = errno
      close(descriptor)
      errno = reason
      return nil
    }
    return descriptor
  }

  /// Writes all of `bytes` to a blocking descriptor.
  /// - Returns: whether the other side took them.
  public static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  /// Reads what there is.
  /// - Returns: an empty list at the end; nil on an error.
  public static func read(from descriptor: Int32, upTo limit: Int = 65536) -> [UInt8]? {
    var count = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, used in
      repeat {
        count = Glibc.read(descriptor, buffer.baseAddress, limit)
      } while count < 0 && errno == EINTR
      used = max(0, count)
    }
    return count < 0 ? nil : bytes
  }
}
