/// How many channels one session may have open, as the server turns out to allow.
struct ChannelSlots: Hashable {
  let configured: Int
  private(set) var limit: Int
  private(set) var inUse = 0

  init(configured: Int) {
    self.configured = configured
    limit = configured
  }

  /// - Returns: whether there was one.
  mutating func take() -> Bool {
    guard inUse < limit else { return false }
    inUse += 1
    return true
  }

  /// A clean end raises a lowered limit by one: most refusals are short, sshd counts a session for a moment longer
  /// than its channel is open. Where MaxSessions is the reason, that costs one refused attempt for each command.
  mutating func giveBack(clean: Bool) {
    inUse -= 1
    if clean { limit = min(limit + 1, configured) }
  }

  /// The server refused the last channel: MaxSessions is lower, or commands that were given up still run there.
  /// - Returns: whether waiting for another channel's end can help.
  mutating func refuse() -> Bool {
    giveBack(clean: false)
    limit = max(1, min(limit, inUse))
    return inUse > 0
  }
}
