import Glibc

/// Opens TCP connections without blocking.
struct Dial: Sendable {
  enum Failure: Error, Sendable, Hashable {
    case refused(String)
    case noRoute(String)
    case noAnswer(String)
    case cancelled
    case other(String)
  }

  var loop = PollLoop.shared

  /// Tries the addresses one after the other; each gets its share of the time that is left.
  /// - Returns: a connected, non-blocking socket.
  func connect(
    to addresses: [SocketAddress], until deadline: PollLoop.Instant, isolation: isolated (any Actor)? = #isolation
  ) async throws(Failure) -> Int32 {
    var last = Failure.other("no address")
    for (index, address) in addresses.enumerated() {
      let left = ContinuousClock.now.duration(to: deadline)
      let share = left / (addresses.count - index)
      do {
        return try await connect(to: address, until: .now + share)
      } catch {
        if error == .cancelled { throw error }
        last = error
      }
    }
    throw last
  }

  private func connect(
    to address: SocketAddress, until deadline: PollLoop.Instant, isolation: isolated (any Actor)? = #isolation
  ) async throws(Failure) -> Int32 {
    let fd = socket(address.family, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC | O_NONBLOCK, 0)
    guard fd >= 0 else { throw .other(SmallFile.reason(errno)) }
    do {
      try await connect(fd, to: address, until: deadline)
    } catch {
      close(fd)
      throw error
    }
    // A command is one small packet; waiting for more of them would cost 40 ms each time.
    var on: Int32 = 1
    setsockopt(fd, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    return fd
  }

  private func connect(
    _ fd: Int32, to address: SocketAddress, until deadline: PollLoop.Instant,
    isolation: isolated (any Actor)? = #isolation
  ) async throws(Failure) {
    let rc = address.bytes.withUnsafeBytes { bytes in
      bytes.withMemoryRebound(to: sockaddr.self) { Glibc.connect(fd, $0.baseAddress, socklen_t(bytes.count)) }
    }
    if rc == 0 { return }
    guard errno == EINPROGRESS || errno == EINTR else { throw Dial.failure(errno, address) }
    switch await loop.wait(on: loop.newKey(), fd: fd, events: Int16(POLLOUT), until: deadline) {
    case .cancelled: throw .cancelled
    case .deadline: throw .noAnswer(address.text)
    case .again: break
    }
    var code: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    getsockopt(fd, SOL_SOCKET, SO_ERROR, &code, &size)
    if code != 0 { throw Dial.failure(code, address) }
  }

  private static func failure(_ code: Int32, _ address: SocketAddress) -> Failure {
    switch code {
    case ECONNREFUSED: .refused(address.text)
    case EHOSTUNREACH, ENETUNREACH, ENETDOWN, EHOSTDOWN: .noRoute("\(SmallFile.reason(code)) (\(address.text))")
    case ETIMEDOUT: .noAnswer(address.text)
    default: .other("\(SmallFile.reason(code)) (\(address.text))")
    }
  }
}
