import CLibssh2
import Glibc
import Remote

/// One libssh2 session on one socket. All of it happens on the loop's thread, so its pointers need no lock.
actor SSHSession {
  typealias Instant = PollLoop.Instant

  /// Why a step ended before its time.
  enum Interruption: Error {
    case deadline
    case cancelled
    /// The connection is gone; all that follows fails alike.
    case lost(NodeError)
  }

  nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

  nonisolated let loop = PollLoop.shared
  nonisolated let host: SSHHost
  nonisolated let limits: SSHLimits
  /// Everybody who waits for this session's packets.
  nonisolated let packets: WaitKey
  /// Commands that wait for a free channel, or for their turn to open it.
  nonisolated let turns: WaitKey

  let fd: Int32
  let handle: OpaquePointer
  /// Counts `recv` calls that brought something; libssh2 passes its address to `countingReceive`.
  private let receipts: UnsafeMutablePointer<UInt64>
  private var receiptsSeen: UInt64 = 0

  private(set) var lost: NodeError?
  /// When the peer was last heard, or, after a time without work, when work began again.
  private var lastHeard = ContinuousClock.now
  private var lastAsked = ContinuousClock.now

  var hasKeys = false
  var isLoggedIn = false
  var slots: ChannelSlots
  /// A command is being started; see `beginStart`.
  var isStarting = false
  /// A read could not widen its window; see `awaitOtherSender`.
  var isSenderBusy = false
  /// Open channels by number: a pointer could not be handed to the task that closes it.
  var channels: [Int: OpaquePointer] = [:]
  var lastChannel = 0
  /// Channels that were closed here and that sshd has yet to close: it waits for the command's end.
  var closing: [OpaquePointer] = []
  let chunk = UnsafeMutableBufferPointer<CChar>.allocate(capacity: 65536)

  /// Takes over a connected socket and closes it at its end, or at once if it fails.
  init?(host: SSHHost, limits: SSHLimits, socket: Int32) {
    guard let handle = libssh2_session_init_ex(nil, nil, nil, nil) else {
      close(socket)
      chunk.deallocate()
      return nil
    }
    self.host = host
    self.limits = limits
    self.handle = handle
    fd = socket
    slots = ChannelSlots(configured: limits.channelsPerSession)
    packets = PollLoop.shared.newKey()
    turns = PollLoop.shared.newKey()
    receipts = .allocate(capacity: 1)
    receipts.initialize(to: 0)
    libssh2_session_abstract(handle)?.pointee = UnsafeMutableRawPointer(receipts)
    hm_set_receive(handle, countingReceive)
    libssh2_session_set_blocking(handle, 0)
    libssh2_keepalive_config(handle, 1, 2)
  }

  isolated deinit {
    // With the socket shut, freeing can't want to wait for the peer.
    shutdown(fd, Int32(SHUT_RDWR))
    var tries = 0
    while libssh2_session_free(handle) == LIBSSH2_ERROR_EAGAIN, tries < 1000 { tries += 1 }
    close(fd)
    receipts.deallocate()
    chunk.deallocate()
  }

  /// Whether commands can be given to it.
  var isUsable: Bool { lost == nil && isLoggedIn }

  /// Gives the connection up: whoever waits on it fails with `error`.
  func lose(_ error: NodeError) {
    guard lost == nil else { return }
    lost = error
    shutdown(fd, Int32(SHUT_RDWR))
    loop.wake(packets)
    loop.wake(turns)
  }

  /// Says good-bye and ends.
  func end(_ error: NodeError) {
    // In the midst of a key exchange libssh2 would try to go on with it.
    if lost == nil, hasKeys { _ = libssh2_session_disconnect_ex(handle, 11, "done", "") }
    lose(error)
  }

  /// libssh2's own words for its last error.
  func lastMessage() -> String {
    var text: UnsafeMutablePointer<CChar>?
    let code = libssh2_session_last_error(handle, &text, nil, 0)
    let words = text.map { String(cString: $0) } ?? ""
    return words.isEmpty ? "error \(code)" : "\(words) (\(code))"
  }
}

// Waiting for the peer.
extension SSHSession {
  /// Calls until the answer is another than "would block".
  func complete(until deadline: Instant, _ call: () -> Int32) async throws(Interruption) -> Int32 {
    var busySince: Instant?
    while true {
      if let lost { throw .lost(lost) }
      let rc = call()
      switch rc {
      case LIBSSH2_ERROR_EAGAIN:
        try await waitForPacket(until: deadline)
      case LIBSSH2_ERROR_BAD_USE where isLoggedIn:
        try await awaitOtherSender(since: &busySince, until: deadline)
      default:
        passOnReceipts()
        return rc
      }
    }
  }

  /// While one channel's packet is sent in part, as over a slow line, libssh2 answers every other sender with "bad
  /// use". If the one who began has given up, nobody can ever send again.
  func awaitOtherSender(since begin: inout Instant?, until deadline: Instant) async throws(Interruption) {
    let start = begin ?? .now
    begin = start
    if start + limits.sendTimeout <= .now { lose(host.connectionLost("a packet was sent in part only")) }
    if let lost { throw .lost(lost) }
    let wake = await loop.wait(on: packets, until: min(deadline, .now + .milliseconds(5)))
    if let lost { throw .lost(lost) }
    if wake == .cancelled { throw .cancelled }
    if deadline <= .now { throw .deadline }
  }

  /// Whether packets have come since the last look. They may be for others, who must look then: whoever calls libssh2
  /// reads for all channels, and the socket no longer shows it.
  @discardableResult func passOnReceipts() -> Bool {
    guard receipts.pointee != receiptsSeen else { return false }
    receiptsSeen = receipts.pointee
    lastHeard = .now
    loop.wake(packets)
    return true
  }

  /// Work begins after a time in which nobody listened: that silence proves nothing.
  func beginToListen() {
    lastHeard = .now
    lastAsked = .now
  }

  /// How long the peer has been silent while somebody listened.
  var silence: Duration { lastHeard.duration(to: .now) }

  /// Waits as the last libssh2 call asked; returns when it is time to call again.
  func waitForPacket(until deadline: Instant) async throws(Interruption) {
    let directions = libssh2_session_block_directions(handle)
    passOnReceipts()
    var events = Int16(POLLIN)
    if directions & LIBSSH2_SESSION_BLOCK_OUTBOUND != 0 { events |= Int16(POLLOUT) }
    while true {
      let pulse =
        isLoggedIn ? min(max(lastHeard, lastAsked) + limits.keepalive, lastHeard + limits.deadAfter) : deadline
      let wake = await loop.wait(on: packets, fd: fd, events: events, until: min(deadline, pulse))
      if let lost { throw .lost(lost) }
      switch wake {
      case .again: return
      case .cancelled: throw .cancelled
      case .deadline:
        if ContinuousClock.now >= deadline { throw .deadline }
        askForSignOfLife()
        if let lost { throw .lost(lost) }
      }
    }
  }

  private func askForSignOfLife() {
    if silence >= limits.deadAfter { return lose(host.silent(for: silence)) }
    guard max(lastHeard, lastAsked) + limits.keepalive <= .now else { return }
    lastAsked = .now
    var next: Int32 = 0
    let rc = libssh2_keepalive_send(handle, &next)
    if rc != 0, rc != LIBSSH2_ERROR_EAGAIN { lose(host.connectionLost(lastMessage())) }
  }
}

/// What libssh2 itself does to receive, with a count. The count's address is the session's abstract.
private let countingReceive: hm_receive = { socket, buffer, length, flags, abstract in
  let count = recv(socket, buffer, length, flags)
  if count < 0 { return errno == EINTR ? -Int(EAGAIN) : -Int(errno) }
  // An end counts too: everybody must see it.
  abstract?.pointee?.assumingMemoryBound(to: UInt64.self).pointee += 1
  return count
}
