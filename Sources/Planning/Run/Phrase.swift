/// Figures as people read them.
public enum Phrase {
  /// A short time: `62 ms`, `9.4 s`, `1:52`, `1:02:07`.
  public static func seconds(_ seconds: Double) -> String {
    if seconds < 0 { return "-" + Phrase.seconds(-seconds) }
    if seconds < 0.9995 { return "\(Int((seconds * 1000).rounded())) ms" }
    if seconds < 59.95 {
      let tenths = Int((seconds * 10).rounded())
      return "\(tenths / 10).\(tenths % 10) s"
    }
    return clock(seconds)
  }

  /// Minutes and seconds: `1:52`, and with hours `1:02:07`.
  public static func clock(_ seconds: Double) -> String {
    let whole = Int(max(seconds, 0).rounded())
    let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return hours > 0 ? "\(hours):\(two(minutes)):\(two(rest))" : "\(minutes):\(two(rest))"
  }

  /// A number with its noun: `1 guest`, `3 guests`.
  public static func count(_ number: Int, _ noun: String, plural: String? = nil) -> String {
    "\(number) " + (number == 1 ? noun : plural ?? noun + "s")
  }
}
