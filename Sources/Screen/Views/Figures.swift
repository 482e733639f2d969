import Cluster

/// Figures as the screen writes them: short, and of steady width.
enum Figures {
  /// A span of time: `1:52`, `1:02:07`.
  static func duration(_ seconds: Double) -> String {
    let whole = bounded(seconds)
    let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
    return hours > 0 ? "\(hours):\(two(minutes)):\(two(rest))" : "\(minutes):\(two(rest))"
  }

  /// A short span with its unit: `60 ms`, `9.4 s`, `15 s`, `1:52`.
  static func brief(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds > 0 else { return "0 s" }
    if seconds < 0.9995 { return "\(Int((seconds * 1000).rounded())) ms" }
    if seconds < 9.95 {
      let tenths = Int((seconds * 10).rounded())
      return tenths % 10 == 0 ? "\(tenths / 10) s" : "\(tenths / 10).\(tenths % 10) s"
    }
    return seconds < 99.5 ? "\(Int(seconds.rounded())) s" : duration(seconds)
  }

  /// How long something has run: `12m`, `3h07m`, `41d3h`.
  static func uptime(_ seconds: Double) -> String {
    let minutes = bounded(seconds) / 60
    if minutes < 60 { return "\(minutes)m" }
    if minutes < 1440 { return "\(minutes / 60)h\(two(minutes % 60))m" }
    return "\(minutes / 1440)d\(minutes / 60 % 24)h"
  }

  /// How long ago something was: `12m`, `6h`, `3d`.
  static func age(_ seconds: Double) -> String {
    let minutes = bounded(seconds) / 60
    if minutes < 60 { return "\(minutes)m" }
    return minutes < 2880 ? "\(minutes / 60)h" : "\(minutes / 1440)d"
  }

  /// A part as a percentage of three places and its sign: ` 38%`.
  static func percent(_ fraction: Double) -> String {
    guard fraction.isFinite else { return "  -%" }
    return TextWidth.padLeft("\(Int((min(max(fraction, 0), 9.99) * 100).rounded()))", 3) + "%"
  }

  /// A load average: `0.42`, `12.3`, `137`.
  static func load(_ load: Double) -> String {
    guard load.isFinite, load >= 0 else { return "-" }
    let hundredths = Int((min(load, 99_999) * 100).rounded())
    if hundredths < 1000 { return "\(hundredths / 100).\(two(hundredths % 100))" }
    if hundredths < 10_000 { return "\(hundredths / 100).\(hundredths % 100 / 10)" }
    return "\(hundredths / 100)"
  }

  /// Bytes in the unit that suits: `512 MiB`, `31.2 GiB`, `3.6 TiB`.
  static func bytes(_ bytes: Int64) -> String {
    let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
    var amount = Double(max(bytes, 0))
    var unit = 0
    while amount >= 1023.5, unit + 1 < units.count {
      amount /= 1024
      unit += 1
    }
    if unit < 2 || amount >= 99.95 { return "\(Int(amount.rounded())) \(units[unit])" }
    let tenths = Int((amount * 10).rounded())
    return "\(tenths / 10).\(tenths % 10) \(units[unit])"
  }

  /// A number with its noun: `1 guest`, `3 guests`.
  static func count(_ number: Int, _ noun: String, _ plural: String? = nil) -> String {
    "\(number) " + (number == 1 ? noun : plural ?? noun + "s")
  }

  /// `running/total`, with `running` as wide as `total` and both at least two places wide when `wide`.
  static func ratio(_ running: Int?, _ total: Int, places: Int) -> String {
    let width = max(places, String(total).count)
    return TextWidth.padLeft(running.map(String.init) ?? "-", width) + "/\(total)"
  }

  static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  // Outside values may be infinite or absurd; a century bounds them.
  private static func bounded(_ seconds: Double) -> Int {
    seconds.isFinite ? Int(min(max(seconds, 0), 3_155_760_000).rounded()) : 0
  }
}
