import Glibc

/// Asks the agent. libssh2's own client blocks, and a hung agent would stop every session with it.
struct AgentClient: Sendable {
  struct Failure: Error, Sendable, Hashable {
    var reason: String
  }

  /// The agent's socket.
  var path: String
  var loop = PollLoop.shared

  /// The agent that a host's configuration names, else that of this process's environment.
  static func forHost(_ host: SSHHost) -> AgentClient? {
    let path = host.agentSocket ?? getenv("SSH_AUTH_SOCK").map { String(cString: $0) }
    guard host.useAgent, let path, !path.isEmpty else { return nil }
    return AgentClient(path: SmallFile.expandingHome(path))
  }

  /// An answer longer than this is not an agent's.
  private static let answerBytesMax = 1 << 20

  func identities(
    until deadline: PollLoop.Instant, isolation: isolated (any Actor)? = #isolation
  ) async throws(Failure) -> [AgentIdentity] {
    let answer = try await ask(AgentMessages.identitiesRequest, until: deadline)
    guard let identities = AgentMessages.identities(in: answer) else {
      throw Failure(reason: "the agent at \(path) would not list its keys")
    }
    return identities
  }

  /// - Returns: nil if the agent refused.
  func signature(
    by identity: AgentIdentity, of data: [UInt8], until deadline: PollLoop.Instant,
    isolation: isolated (any Actor)? = #isolation
  ) async throws(Failure) -> [UInt8]? {
    let answer = try await ask(AgentMessages.signRequest(blob: identity.blob, data: data), until: deadline)
    return AgentMessages.signature(in: answer)
  }

  private func ask(
    _ request: [UInt8], until deadline: PollLoop.Instant, isolation: isolated (any Actor)? = #isolation
  ) async throws(Failure) -> [UInt8] {
    let fd = try connect()
    defer { close(fd) }
    let key = loop.newKey()
    var outgoing: [UInt8] = []
    outgoing.append(sshBytes: request)
    var sent = 0
    var incoming: [UInt8] = []
    var expected = 4
    while incoming.count < expected {
      let isSending = sent < outgoing.count
      let count =
        isSending
        ? outgoing[sent...].withUnsafeBytes { send(fd, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        : AgentClient.receive(fd, upTo: expected - incoming.count, into: &incoming)
      if count > 0 {
        if isSending { sent += count }
        if !isSending, incoming.count == 4, expected == 4 {
          var reader = SSHReader(incoming)
          expected += Int(reader.number() ?? 0)
          guard expected <= AgentClient.answerBytesMax else { throw failure("says nonsense") }
        }
        continue
      }
      guard count < 0, errno == EAGAIN || errno == EINTR else { throw failure("closed the connection") }
      let wake = await loop.wait(on: key, fd: fd, events: Int16(isSending ? POLLOUT : POLLIN), until: deadline)
      guard wake == .again else { throw failure("did not answer in time") }
    }
    return Array(incoming.dropFirst(4))
  }

  private func failure(_ what: String) -> Failure { Failure(reason: "the agent at \(path) \(what)") }

  private static func receive(_ fd: Int32, upTo count: Int, into bytes: inout [UInt8]) -> Int {
    var chunk = [UInt8](repeating: 0, count: min(count, 16384))
    let received = recv(fd, &chunk, chunk.count, 0)
    if received > 0 { bytes += chunk[..<received] }
    return received
  }

  private func connect() throws(Failure) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let name = Array(path.utf8)
    let room = MemoryLayout.size(ofValue: address.sun_path)
    guard name.count < room else { throw failure("has a path longer than a socket's may be") }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
    let type = Int32(SOCK_STREAM.rawValue) | O_CLOEXEC | O_NONBLOCK
    let fd = socket(AF_UNIX, type, 0)
    guard fd >= 0 else { throw failure("can't be asked: \(SmallFile.reason(errno))") }
    let rc = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(fd, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard rc == 0 else {
      // A local socket never answers "in progress"; EAGAIN is a full queue, so an agent that accepts nothing.
      let reason = SmallFile.reason(errno)
      close(fd)
      throw failure("can't be reached: \(reason)")
    }
    return fd
  }
}
