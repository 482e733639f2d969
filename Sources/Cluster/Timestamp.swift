/// A moment in time, as milliseconds since 1970-01-01 00:00 UTC. Written in JSON as ISO 8601 in UTC.
public struct Timestamp: Hashable, Comparable, Sendable {
  /// Milliseconds since the Unix epoch.
  public let milliseconds: Int64

  /// A moment from milliseconds since the Unix epoch.
  public init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// A moment from seconds since the Unix epoch.
  public init(seconds: Double) { milliseconds = Int64((seconds * 1000).rounded()) }

  /// Seconds since the Unix epoch.
  public var seconds: Double { Double(milliseconds) / 1000 }

  /// Order of time.
  public static func < (left: Timestamp, right: Timestamp) -> Bool { left.milliseconds < right.milliseconds }

  /// The moment `seconds` later.
  public static func + (moment: Timestamp, seconds: Double) -> Timestamp {
    Timestamp(milliseconds: moment.milliseconds + Int64((seconds * 1000).rounded()))
  }

  /// Seconds from `right` to `left`.
  public static func - (left: Timestamp, right: Timestamp) -> Double {
    Double(left.milliseconds - right.milliseconds) / 1000
  }
}

extension Timestamp: Codable, CustomStringConvertible {
  /// ISO 8601 in UTC with milliseconds where there are any: `2026-11-22T07:00:01.250Z`.
  public var description: String { iso8601 }

  /// ISO 8601 in UTC.
  public var iso8601: String {
    let (day, rest) = milliseconds.flooredDivision(by: 86_400_000)
    let (year, month, dayOfMonth) = Timestamp.civil(fromDays: day)
    let second = rest / 1000
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let fraction = rest % 1000
    let digits = String(fraction)
    let tail = fraction == 0 ? "" : "." + String(repeating: "0", count: 3 - digits.count) + digits
    return "\(year)-\(two(month))-\(two(dayOfMonth))T\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))"
      + tail + "Z"
  }

  /// Reads ISO 8601 in UTC as `iso8601` writes it.
  public init?(iso8601 text: String) {
    let parts = text.split(whereSeparator: { "-T:Z".contains($0) })
    // Bounds come before arithmetic: the text may come from a torn or foreign file, and a NaN would trap.
    guard text.hasSuffix("Z"), parts.count == 6, let year = Int64(parts[0]), let month = Int64(parts[1]),
      let day = Int64(parts[2]), let hour = Int64(parts[3]), let minute = Int64(parts[4]),
      let second = Double(parts[5]),
      (0...9999).contains(year), (1...12).contains(month), (1...31).contains(day), (0...23).contains(hour),
      (0...59).contains(minute), (0..<61).contains(second)
    else { return nil }
    let days = Timestamp.days(fromYear: year, month: month, day: day)
    milliseconds = days * 86_400_000 + hour * 3_600_000 + minute * 60_000 + Int64((second * 1000).rounded())
  }

  /// Read from an ISO 8601 string.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let moment = Timestamp(iso8601: text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "'\(text)' is not an ISO 8601 time in UTC")
    }
    self = moment
  }

  /// Written as an ISO 8601 string.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(iso8601)
  }

  // Days and civil dates: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
  private static func civil(fromDays days: Int64) -> (Int64, Int64, Int64) {
    let z = days + 719_468
    let (era, dayOfEra) = z.flooredDivision(by: 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
  }

  private static func days(fromYear year: Int64, month: Int64, day: Int64) -> Int64 {
    let y = month <= 2 ? year - 1 : year
    let (era, yearOfEra) = y.flooredDivision(by: 400)
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}

extension Int64 {
  fileprivate func flooredDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
