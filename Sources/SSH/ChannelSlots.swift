/// How many channels one session may have open, as the server turns out to allow.
struct ChannelSlots: Hashable {
  /// After so many clean ends in a row a lowered limit is raised by one.
  static let endsPerRaise = 16

  let configured: Int
  private(set) var limit: Int
  private(set) var inUse = 0
  private var cleanEnds = 0

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

  mutating func giveBack(clean: Bool) {
    inUse -= 1
    cleanEnds = clean ? cleanEnds + 1 : 0
    if cleanEnds >= ChannelSlots.endsPerRaise, limit < configured {
      limit += 1
      cleanEnds = 0
    }
  }

  /// The server refused the last channel: MaxSessions is lower, or commands that were given up still run there.
  /// - Returns: whether waiting for another channel's end can help.
  mutating func refuse() -> Bool {
    giveBack(clean: false)
    guard inUse > 0 else { return false }
    limit = min(limit, inUse)
    return true
  }
}
