import Cluster

/// Moments as the operator's wall clock shows them.
struct WallClock {
  /// Seconds east of UTC.
  let utcOffsetSeconds: Int

  /// Hours and minutes: `07:04`.
  func minutes(_ moment: Timestamp) -> String {
    let second = secondOfDay(moment)
    return "\(Figures.two(second / 3600)):\(Figures.two(second / 60 % 60))"
  }

  /// Hours, minutes and seconds: `07:04:12`.
  func seconds(_ moment: Timestamp) -> String { "\(minutes(moment)):\(Figures.two(secondOfDay(moment) % 60))" }

  /// The day: `2026-11-22`.
  func date(_ moment: Timestamp) -> String { String((moment + Double(utcOffsetSeconds)).iso8601.prefix(10)) }

  /// Hours, minutes and seconds without signs between, for names of files: `070412`.
  func digits(_ moment: Timestamp) -> String { seconds(moment).filter { $0 != ":" } }

  /// Day of the week: `Sun`.
  func weekday(_ moment: Timestamp) -> String {
    let days = (wholeSeconds(moment) - secondOfDay(moment)) / 86_400
    // 1970-01-01 was a Thursday.
    return ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][((days % 7) + 7) % 7]
  }

  private func wholeSeconds(_ moment: Timestamp) -> Int {
    Int((moment.milliseconds / 1000).clamped(to: -1_000_000_000_000...1_000_000_000_000)) + utcOffsetSeconds
  }

  private func secondOfDay(_ moment: Timestamp) -> Int { ((wholeSeconds(moment) % 86_400) + 86_400) % 86_400 }
}

extension Comparable {
  func clamped(to range: ClosedRange<Self>) -> Self { min(max(self, range.lowerBound), range.upperBound) }
}
