import Cluster

/// The times of the week at which nodes may have their turn. A turn is begun only if, by forecast, it is over before
/// the window closes.
public struct Window: Hashable, Sendable, Codable {
  /// A time of some days.
  struct Span: Hashable, Sendable, Codable {
    /// Days on which it begins, 0 for Monday.
    var days: [Int]
    /// Minutes since midnight of that day.
    var begin: Int
    /// The same; beyond 24 hours if it ends on the next day.
    var end: Int
  }

  /// One time at which it is open.
  public struct Opening: Hashable, Sendable {
    /// When it opens.
    public var opens: Timestamp
    /// When it closes.
    public var closes: Timestamp
  }

  /// As it was written.
  public let text: String
  let spans: [Span]

  private static let dayNames = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
  private static let dayMinutes = 24 * 60

  /// Reads `Sun 02:00-06:00`, `Mon-Fri 22:00-04:00`, `Sat,Sun 01:00-05:00` or `02:00-06:00` for every day, several of
  /// them separated by semicolons; nil if it is something else.
  public init?(_ text: String) {
    let parts = text.split(separator: ";").map(Window.span)
    let spans = parts.compactMap { $0 }
    guard !spans.isEmpty, spans.count == parts.count else { return nil }
    self.text = text
    self.spans = spans
  }

  /// The opening under way at a moment, or the next one. What follows without a gap is one opening.
  public func opening(at moment: Timestamp, in zone: ZoneOffsets) -> Opening? {
    let local = moment.milliseconds / 1000 + Int64(zone.seconds(at: moment))
    let today = local / 86_400
    // A week and a day both ways: a window of one evening a week was open at most so long ago and is so again.
    let openings = (today - 8...today + 8).flatMap { day in self.openings(on: day, in: zone) }
      .sorted { ($0.opens, $0.closes) < ($1.opens, $1.closes) }
    var joined: [Opening] = []
    for opening in openings where opening.opens < opening.closes {
      if let last = joined.last, opening.opens <= last.closes {
        joined[joined.count - 1].closes = max(last.closes, opening.closes)
      } else {
        joined.append(opening)
      }
    }
    return joined.first { $0.closes > moment }
  }

  /// Those that begin on a day, counted from 1970-01-01, which was a Thursday.
  private func openings(on day: Int64, in zone: ZoneOffsets) -> [Opening] {
    let weekday = Int((day + 3) % 7)
    let midnight = day * 86_400
    return spans.filter { $0.days.contains(weekday) }.map { span in
      Opening(
        opens: zone.moment(showing: midnight + Int64(span.begin) * 60),
        closes: zone.moment(showing: midnight + Int64(span.end) * 60))
    }
  }

  private static func span(_ text: Substring) -> Span? {
    let words = text.split(separator: " ")
    guard let hours = words.last, words.count <= 2 else { return nil }
    let days = words.count == 2 ? days(words[0]) : Array(0...6)
    let ends = hours.split(separator: "-", omittingEmptySubsequences: false).map(minute)
    guard let days, ends.count == 2, let begin = ends[0], let end = ends[1], begin < dayMinutes, begin != end else {
      return nil
    }
    return Span(days: days, begin: begin, end: end > begin ? end : end + dayMinutes)
  }

  /// `Sun`, `Mon-Fri`, `Sat,Sun`.
  private static func days(_ text: Substring) -> [Int]? {
    var found: Set<Int> = []
    for part in text.lowercased().split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map {
        dayNames.firstIndex(of: String($0))
      }
      guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1] else { return nil }
      // `Sat-Mon` passes the end of the week.
      for step in 0...(last - first + 7) % 7 { found.insert((first + step) % 7) }
    }
    return found.sorted()
  }

  /// `02:00`, at most `24:00`.
  private static func minute(_ text: Substring) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ (1...2).contains($0.count) && $0.allSatisfy(\.isNumber) }),
      let hour = Int(parts[0]), let minute = Int(parts[1]), minute < 60, hour * 60 + minute <= dayMinutes
    else { return nil }
    return hour * 60 + minute
  }
}
