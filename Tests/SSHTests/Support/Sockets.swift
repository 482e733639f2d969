import Glibc

@testable import SSH

/// TCP ports of this machine.
enum FreePort {
  static func take(_ address: String) throws -> UInt16 {
    let listener = try Listener(address)
    defer { listener.stop() }
    return listener.port
  }

  static func answers(_ address: String, _ port: UInt16) -> Bool {
    guard case .found(let found) = NameLookup.addresses(of: address, port: port), let first = found.first else {
      return false
    }
    let fd = socket(first.family, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(fd) }
    return first.bytes.withUnsafeBytes { bytes in
      bytes.withMemoryRebound(to: sockaddr.self) { Glibc.connect(fd, $0.baseAddress, socklen_t(bytes.count)) == 0 }
    }
  }
}

extension FreePort {
  /// A connection that nobody waits for.
  static func begin(_ address: String, _ port: UInt16) -> Int32 {
    guard case .found(let found) = NameLookup.addresses(of: address, port: port), let first = found.first else {
      return -1
    }
    let fd = socket(first.family, Int32(SOCK_STREAM.rawValue) | O_NONBLOCK | O_CLOEXEC, 0)
    first.bytes.withUnsafeBytes { bytes in
      bytes.withMemoryRebound(to: sockaddr.self) { _ = Glibc.connect(fd, $0.baseAddress, socklen_t(bytes.count)) }
    }
    return fd
  }
}

/// A local socket that accepts and never answers.
final class SilentSocket: Sendable {
  private let fd: Int32

  init(_ path: String) throws {
    fd = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    let socket = fd
    let rc = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard rc == 0, listen(fd, 4) == 0 else { throw SSHServer.StartFailure(log: "no socket at \(path)") }
  }

  func stop() { close(fd) }
}

/// Accepts TCP connections, as the kernel does, and never says anything.
final class Listener: Sendable {
  let fd: Int32
  let port: UInt16

  /// - Parameter queue: connections that wait to be accepted; the kernel adds one.
  init(_ address: String = "127.0.0.1", port wanted: UInt16 = 0, queue: Int32 = 16) throws {
    guard case .found(let found) = NameLookup.addresses(of: address, port: wanted), let first = found.first else {
      throw SSHServer.StartFailure(log: "no address \(address)")
    }
    let socket = Glibc.socket(first.family, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
    var bytes = first.bytes
    let rc = bytes.withUnsafeBytes { bytes in
      bytes.withMemoryRebound(to: sockaddr.self) { Glibc.bind(socket, $0.baseAddress, socklen_t(bytes.count)) }
    }
    guard rc == 0, listen(socket, queue) == 0 else { throw SSHServer.StartFailure(log: "no port") }
    var size = socklen_t(bytes.count)
    bytes.withUnsafeMutableBytes { bytes in
      bytes.withMemoryRebound(to: sockaddr.self) { _ = getsockname(socket, $0.baseAddress, &size) }
    }
    // Both families keep the port in bytes 2 and 3.
    fd = socket
    port = UInt16(bytes[2]) << 8 | UInt16(bytes[3])
  }

  func stop() { close(fd) }
}
