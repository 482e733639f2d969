/// By how much the clocks of a time zone are ahead of universal time, around a moment: all that a time of day needs to
/// become a moment, the days included on which clocks are changed.
public struct ZoneOffsets: Hashable, Sendable {
  /// From `since` on clocks are ahead by `seconds`.
  public struct Change: Hashable, Sendable {
    /// The moment of the change.
    public var since: Timestamp
    /// Seconds by which clocks are ahead of universal time from then on; negative if they are behind.
    public var seconds: Int

    /// A change of clocks.
    public init(since: Timestamp, seconds: Int) {
      self.since = since
      self.seconds = seconds
    }
  }

  /// Seconds before the first change.
  public var firstSeconds: Int
  /// Changes in order of time.
  public var changes: [Change]

  /// A zone by its offset at first and what changes it.
  public init(firstSeconds: Int, changes: [Change] = []) {
    self.firstSeconds = firstSeconds
    self.changes = changes
  }

  /// Universal time.
  public static let utc = ZoneOffsets(firstSeconds: 0)

  /// By how much clocks are ahead at a moment, in seconds.
  public func seconds(at moment: Timestamp) -> Int { changes.last { $0.since <= moment }?.seconds ?? firstSeconds }

  /// The first moment at which clocks show a time, or, if they skip it, the moment at which they do.
  /// - Parameter local: seconds since 1970-01-01 00:00 as clocks count them.
  public func moment(showing local: Int64) -> Timestamp {
    var since: Timestamp?
    var ahead = firstSeconds
    for change in changes {
      let moment = Timestamp(milliseconds: (local - Int64(ahead)) * 1000)
      if moment < change.since { return max(moment, since ?? moment) }
      (since, ahead) = (change.since, change.seconds)
    }
    let moment = Timestamp(milliseconds: (local - Int64(ahead)) * 1000)
    return max(moment, since ?? moment)
  }
}
