import CLibssh2
import Glibc
import Remote

/// A command that brought no result.
struct CommandFailure: Error {
  var error: NodeError
  /// Whether the host may have begun to carry it out. If not, it may be sent again over another connection.
  var isSent: Bool
}

extension SSHSession {
  /// The longest line sent as it is; libssh2 sends no packet longer than 35,000 bytes.
  private static let lineBytesMax = 30_000
  /// So many chunks of one stream, then others have their turn.
  private static let chunksPerTurn = 16

  /// Runs one command line in a channel of its own.
  func run(_ line: CommandLine, until deadline: Instant) async throws(CommandFailure) -> CommandResult {
    let id: Int
    do {
      id = try await openChannel(until: deadline)
    } catch {
      switch error {
      case .refused(let answer):
        throw CommandFailure(error: host.channelRefused(line, answer), isSent: false)
      case .interrupted(let interruption):
        throw CommandFailure(error: host.notStarted(line, interruption), isSent: false)
      }
    }
    do throws(Interruption) {
      if let denial = try await requestStart(line.text, in: id, until: deadline) {
        throw .lost(host.channelRefused(line, denial))
      }
      try await sendInput(of: line.text, in: id, until: deadline)
      let result = try await answer(of: line, in: id, until: deadline)
      freeChannel(id)
      return result
    } catch {
      giveUp(id)
      throw CommandFailure(error: host.failed(line, error), isSent: true)
    }
  }

  /// In a task of its own: the caller's time is over.
  private func giveUp(_ id: Int) {
    Task { await abandonChannel(id) }
  }

  /// - Returns: why the server would not run it; nil if it does.
  private func requestStart(
    _ text: String, in id: Int, until deadline: Instant
  ) async throws(Interruption) -> String? {
    defer { endStart() }
    guard let channel = channels[id] else { return "the channel is gone" }
    // A long line goes through standard input, as text that the shell reads whole before it runs it.
    let sent = isLong(text) ? "eval \"$(cat)\"" : text
    let rc = try await complete(until: deadline) {
      libssh2_channel_process_startup(channel, "exec", 4, sent, UInt32(sent.utf8.count))
    }
    if rc == LIBSSH2_ERROR_CHANNEL_REQUEST_DENIED || rc == LIBSSH2_ERROR_CHANNEL_FAILURE { return lastMessage() }
    try check(rc)
    return nil
  }

  private func isLong(_ text: String) -> Bool { text.utf8.count > SSHSession.lineBytesMax }

  private func sendInput(of text: String, in id: Int, until deadline: Instant) async throws(Interruption) {
    guard let channel = channels[id] else { return }
    if isLong(text) { try await write(Array(text.utf8), to: channel, until: deadline) }
    // Nobody will type anything: whatever reads its standard input shall see its end.
    try check(await complete(until: deadline) { libssh2_channel_send_eof(channel) })
  }

  private func check(_ rc: Int32) throws(Interruption) {
    guard rc < 0 else { return }
    let error = host.connectionLost(lastMessage())
    lose(error)
    throw .lost(error)
  }

  private func write(
    _ bytes: [UInt8], to channel: OpaquePointer, until deadline: Instant
  ) async throws(Interruption) {
    // Put off by "would block", libssh2 wants the very same memory again.
    let memory = UnsafeMutableBufferPointer<CChar>.allocate(capacity: bytes.count)
    defer { memory.deallocate() }
    for (index, byte) in bytes.enumerated() { memory[index] = CChar(bitPattern: byte) }
    var sent = 0
    while sent < bytes.count {
      let rest = UnsafePointer(memory.baseAddress)?.advanced(by: sent)
      let left = bytes.count - sent
      let count = try await complete(until: deadline) {
        Int32(clamping: libssh2_channel_write_ex(channel, 0, rest, left))
      }
      try check(count)
      sent += Int(count)
    }
  }

  private func answer(
    of line: CommandLine, in id: Int, until deadline: Instant
  ) async throws(Interruption) -> CommandResult {
    var result = CommandResult()
    guard let channel = channels[id] else { throw .lost(host.connectionLost("the channel is gone")) }
    var busySince: Instant?
    while true {
      isSenderBusy = false
      let hasMoreOutput = try drain(channel, stream: 0, into: &result.output)
      let hasMoreErrors = try drain(channel, stream: SSH_EXTENDED_DATA_STDERR, into: &result.errors)
      if result.output.count + result.errors.count > limits.outputBytesMax {
        throw .lost(host.tooMuchOutput(line, bytesMax: limits.outputBytesMax))
      }
      // What came while the second stream was read may be for the first.
      let mayHaveMore = passOnReceipts() || hasMoreOutput || hasMoreErrors
      if libssh2_channel_eof(channel) == 1 { break }
      if isSenderBusy {
        try await awaitOtherSender(since: &busySince, until: deadline)
      } else if mayHaveMore {
        busySince = nil
        await Task.yield()
        if let lost { throw .lost(lost) }
        if Task.isCancelled { throw .cancelled }
        if deadline <= .now { throw .deadline }
      } else {
        try await waitForPacket(until: deadline)
      }
    }
    // The end of output is not the end of the command; its exit status comes before the channel is closed.
    try check(await complete(until: deadline) { libssh2_channel_wait_closed(channel) })
    result.exit = exit(of: channel)
    return result
  }

  /// - Returns: whether more may be there.
  private func drain(
    _ channel: OpaquePointer, stream: Int32, into bytes: inout [UInt8]
  ) throws(Interruption) -> Bool {
    if let lost { throw .lost(lost) }
    for _ in 0..<SSHSession.chunksPerTurn {
      let count = libssh2_channel_read_ex(channel, stream, chunk.baseAddress, chunk.count)
      if count > 0 {
        bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(chunk)[..<count]))
      } else if count == 0 || count == Int(LIBSSH2_ERROR_EAGAIN) {
        return false
      } else if count == Int(LIBSSH2_ERROR_BAD_USE) {
        isSenderBusy = true
        return true
      } else {
        try check(Int32(clamping: count))
      }
    }
    return true
  }

  /// libssh2 does not tell a missing exit status from 0; sshd always sends a status or a signal before it closes.
  private func exit(of channel: OpaquePointer) -> CommandResult.Exit {
    var name: UnsafeMutablePointer<CChar>?
    _ = libssh2_channel_get_exit_signal(channel, &name, nil, nil, nil, nil, nil)
    guard let name else { return .status(libssh2_channel_get_exit_status(channel)) }
    defer { libssh2_free(handle, name) }
    return .signal(String(cString: name))
  }
}
