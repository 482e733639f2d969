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
