import CLibssh2
import Glibc
import Remote

extension SSHSession {
  /// How a channel could not be had.
  enum ChannelEnd: Error {
    case interrupted(Interruption)
    case refused(String)
  }

  /// Takes a slot and opens a channel in it. Nobody else starts a command before `endStart`.
  func openChannel(until deadline: Instant) async throws(ChannelEnd) -> Int {
    var refusalsAlone = 0
    while true {
      try await takeSlot(until: deadline)
      do {
        return try await openInSlot(until: deadline)
      } catch {
        guard case .refused = error else {
          giveBackSlot(clean: false)
          throw error
        }
        let canWait = slots.refuse()
        loop.wake(turns)
        if canWait { continue }
        refusalsAlone += 1
        if refusalsAlone == SSHSession.refusalsMax { throw outOfSessions(error) }
        try await pause(.milliseconds(10 << refusalsAlone), until: deadline)
      }
    }
  }

  /// Refusals while none of our channels is open, until it is taken for an answer: about a second.
  private static let refusalsMax = 7

  /// Where sshd has opened sessions before and they are all taken, by commands that were given up or that it is slow to
  /// clear away, a new connection has new ones.
  private func outOfSessions(_ refusal: ChannelEnd) -> ChannelEnd {
    guard lastChannel > 0 else { return refusal }
    let error = host.connectionLost("former commands still take all of its sessions")
    end(error)
    return .interrupted(.lost(error))
  }

  private func pause(_ pause: Duration, until deadline: Instant) async throws(ChannelEnd) {
    let wake = await loop.wait(on: loop.newKey(), until: min(deadline, .now + pause))
    if let lost { throw .interrupted(.lost(lost)) }
    if wake == .cancelled { throw .interrupted(.cancelled) }
    if deadline <= .now { throw .interrupted(.deadline) }
  }

  private func takeSlot(until deadline: Instant) async throws(ChannelEnd) {
    while true {
      if let lost { throw .interrupted(.lost(lost)) }
      let wasIdle = slots.inUse == 0
      if slots.take() {
        if wasIdle { beginToListen() }
        return
      }
      try await awaitTurn(until: deadline)
    }
  }

  func giveBackSlot(clean: Bool) {
    slots.giveBack(clean: clean)
    loop.wake(turns)
  }

  private func awaitTurn(until deadline: Instant) async throws(ChannelEnd) {
    switch await loop.wait(on: turns, until: deadline) {
    case .again: return
    case .cancelled: throw .interrupted(.cancelled)
    case .deadline: throw .interrupted(.deadline)
    }
  }

  /// Waits until nobody else starts a command. libssh2 keeps the state of an opening channel in the session, and of two
  /// that wait for the answer to their exec request, the one that reads the other's answer fails (packet_requirev in
  /// 1.10 and 1.11). So commands start one by one; an opening that was given up is carried on by the next.
  private func beginStart(until deadline: Instant) async throws(ChannelEnd) {
    while isStarting {
      try await awaitTurn(until: deadline)
      if let lost { throw .interrupted(.lost(lost)) }
    }
    isStarting = true
  }

  /// Lets the next command start.
  func endStart() {
    isStarting = false
    loop.wake(turns)
  }

  private func openInSlot(until deadline: Instant) async throws(ChannelEnd) -> Int {
    try await beginStart(until: deadline)
    do {
      return try await openInTurn(until: deadline)
    } catch {
      endStart()
      throw error
    }
  }

  private func openInTurn(until deadline: Instant) async throws(ChannelEnd) -> Int {
    // A peer that vanished while nobody listened is found out here, before a command is sent.
    var isProbe = slots.inUse == 1
    let probeEnd = ContinuousClock.now + limits.idleProbe
    while true {
      if let lost { throw .interrupted(.lost(lost)) }
      let opened = libssh2_channel_open_ex(
        handle, "session", 7, UInt32(hm_channel_window), UInt32(hm_channel_packet), nil, 0)
      if let opened {
        passOnReceipts()
        lastChannel += 1
        channels[lastChannel] = opened
        return lastChannel
      }
      let rc = libssh2_session_last_errno(handle)
      if rc == LIBSSH2_ERROR_CHANNEL_FAILURE {
        passOnReceipts()
        throw .refused(lastMessage())
      }
      if rc != LIBSSH2_ERROR_EAGAIN { lose(host.connectionLost(lastMessage())) }
      do throws(Interruption) {
        try await waitForPacket(until: isProbe ? min(deadline, probeEnd) : deadline)
      } catch {
        guard case .deadline = error, isProbe, deadline > .now else { throw .interrupted(error) }
        isProbe = false
        if silence >= limits.idleProbe { lose(host.silent(for: silence)) }
      }
    }
  }

  /// Ends a channel whose command was given up, then gives its slot back. The command may go on on the host.
  func abandonChannel(_ id: Int) async {
    defer { giveBackSlot(clean: false) }
    guard let channel = channels.removeValue(forKey: id), lost == nil else { return }
    let end = ContinuousClock.now + limits.sendTimeout
    while lost == nil, libssh2_channel_close(channel) == LIBSSH2_ERROR_EAGAIN {
      // sshd confirms it only when the command has ended, so nobody waits for that.
      let isSent = libssh2_session_block_directions(handle) & LIBSSH2_SESSION_BLOCK_OUTBOUND == 0
      guard !isSent, (try? await waitForPacket(until: end)) != nil else { break }
    }
    closing.append(channel)
    freeClosed()
  }

  /// Frees a channel that the server has closed.
  func freeChannel(_ id: Int) {
    guard let channel = channels.removeValue(forKey: id) else { return }
    closing.append(channel)
    freeClosed()
    giveBackSlot(clean: true)
  }

  /// What can't be freed yet is tried again at the next command's end, and goes with the session at the latest.
  private func freeClosed() {
    guard lost == nil else { return }
    closing.removeAll { libssh2_channel_free($0) != LIBSSH2_ERROR_EAGAIN }
    passOnReceipts()
  }
}
