import Cluster
import Glibc

/// Times of day as a person in front of the machine reads them.
enum WallClock {
  /// Whose time of day.
  enum Zone {
    /// The machine's.
    case local
    /// Universal time: what a simulated cluster shows, so that equal runs print equal text.
    case utc
  }

  /// Hours, minutes and seconds: `07:03:31`.
  static func time(_ moment: Timestamp, in zone: Zone = .local) -> String {
    let parts = broken(moment, zone)
    return "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))"
  }

  /// Hours and minutes: `07:03`.
  static func minute(_ moment: Timestamp, in zone: Zone = .local) -> String {
    let parts = broken(moment, zone)
    return "\(two(parts.tm_hour)):\(two(parts.tm_min))"
  }

  /// The day as well: `Sun 2026-11-22 07:03`.
  static func dayAndMinute(_ moment: Timestamp, in zone: Zone = .local) -> String {
    let parts = broken(moment, zone)
    let names = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    let date = "\(1900 + Int(parts.tm_year))-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
    return "\(names[Int(parts.tm_wday) % 7]) \(date) \(minute(moment, in: zone))"
  }

  /// How clocks stand and are changed from ten days before a moment to ten days after it.
  static func offsets(around moment: Timestamp, in zone: Zone = .local) -> ZoneOffsets {
    func seconds(_ moment: Timestamp) -> Int { Int(broken(moment, zone).tm_gmtoff) }
    let hours = (-240...240).map { moment + Double($0) * 3600 }
    var offsets = ZoneOffsets(firstSeconds: seconds(hours[0]))
    for (before, after) in zip(hours, hours.dropFirst()) where seconds(before) != seconds(after) {
      var (low, high) = (before, after)
      while high - low > 1 {
        let middle = low + ((high - low) / 2).rounded(.down)
        if seconds(middle) == seconds(before) { low = middle } else { high = middle }
      }
      // Clocks are changed at a whole second.
      let change = Timestamp(milliseconds: high.milliseconds / 1000 * 1000)
      offsets.changes.append(ZoneOffsets.Change(since: change, seconds: seconds(after)))
    }
    return offsets
  }

  /// This moment.
  static func now() -> Timestamp {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(seconds: Double(time.tv_sec) + Double(time.tv_nsec) / 1e9)
  }

  private static func broken(_ moment: Timestamp, _ zone: Zone) -> tm {
    var seconds = time_t(moment.milliseconds.quotientAndRemainder(dividingBy: 1000).quotient)
    var parts = tm()
    switch zone {
    case .local: localtime_r(&seconds, &parts)
    case .utc: gmtime_r(&seconds, &parts)
    }
    return parts
  }

  private static func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
