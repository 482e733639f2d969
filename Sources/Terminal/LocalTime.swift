import Cluster
import Glibc

/// The time zone of this machine, as its user has set it.
public enum LocalTime {
  /// Seconds that the wall clock is east of UTC at a moment.
  public static func utcOffsetSeconds(at moment: Timestamp) -> Int {
    var seconds = time_t(moment.milliseconds / 1000)
    var parts = tm()
    return localtime_r(&seconds, &parts) == nil ? 0 : parts.tm_gmtoff
  }
}
