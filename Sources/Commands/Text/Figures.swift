import Cluster

/// How figures are written for people.
enum Figures {
  /// How long something has been up: `41d3h`, `5h20m`, `12m`.
  static func uptime(_ seconds: Double) -> String {
    let minutes = Int(max(seconds, 0) / 60)
    if minutes >= 1440 { return "\(minutes / 1440)d\(minutes / 60 % 24)h" }
    return minutes >= 60 ? "\(minutes / 60)h\(minutes % 60)m" : "\(minutes)m"
  }

  /// Bytes in the unit that keeps the number short: `512 MiB`, `2.0 GiB`.
  static func bytes(_ count: Int64) -> String {
    let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"]
    var value = Double(count)
    var unit = 0
    while value >= 1024, unit < units.count - 1 {
      value /= 1024
      unit += 1
    }
    return unit < 3 ? "\(Int(value.rounded())) \(units[unit])" : "\(tenths(value)) \(units[unit])"
  }

  /// A number with one digit after the point.
  static func tenths(_ number: Double) -> String {
    let scaled = Int((number * 10).rounded())
    return "\(scaled < 0 ? "-" : "")\(abs(scaled) / 10).\(abs(scaled) % 10)"
  }

  /// A number with two digits after the point.
  static func hundredths(_ number: Double) -> String {
    let scaled = Int((max(number, 0) * 100).rounded())
    return "\(scaled / 100)." + (scaled % 100 < 10 ? "0" : "") + "\(scaled % 100)"
  }

  /// A part of a whole in per cent, or a dash when the whole is unknown.
  static func percent(_ capacity: Capacity) -> String {
    capacity.totalBytes > 0 ? "\(Int((capacity.fraction * 100).rounded())) %" : "-"
  }

  /// `1 move`, `2 moves`.
  static func count(_ number: Int, _ noun: String, _ plural: String? = nil) -> String {
    number == 1 ? "1 \(noun)" : "\(number) \(plural ?? noun + "s")"
  }
}
