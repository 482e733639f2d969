import Cluster

/// Times as programs on a node print them. Simulated nodes live in UTC.
enum CivilTime {
  private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  /// `2026-11-22 07:00:01`, as in task logs.
  static func log(_ moment: Timestamp) -> String {
    String(moment.iso8601.prefix(19)).replacing("T", with: " ")
  }

  /// `2026-11-22T07:00:01Z`.
  static func iso(_ moment: Timestamp) -> String { String(moment.iso8601.prefix(19)) + "Z" }

  /// `Sun Nov 22 07:00:01 2026`, as C's `localtime` text.
  static func text(_ moment: Timestamp) -> String {
    let iso = Array(moment.iso8601)
    let month = Int(String(iso[5...6])) ?? 1
    let day = Int(String(iso[8...9])) ?? 1
    let weekday = Int(moment.milliseconds / 86_400_000) % 7
    let clock = String(iso[11...18])
    return "\(days[max(weekday, 0)]) \(months[month - 1]) \(day < 10 ? " " : "")\(day) \(clock) \(String(iso[0...3]))"
  }

  /// `00:01:05`.
  static func duration(_ seconds: Double) -> String {
    let all = Int(seconds.rounded())
    return [all / 3600, all / 60 % 60, all % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
  }

  /// As `date +FORMAT` prints; conversions it does not know stay as they are.
  static func formatted(_ format: String, _ moment: Timestamp) -> String {
    let iso = Array(moment.iso8601)
    var result = ""
    var rest = format[...]
    while let character = rest.popFirst() {
      guard character == "%", let code = rest.popFirst() else {
        result.append(character)
        continue
      }
      switch code {
      case "s": result += String(moment.milliseconds / 1000)
      case "N": result += Pad.zeros(Int(moment.milliseconds % 1000) * 1_000_000, 9)
      case "Y": result += String(iso[0...3])
      case "m": result += String(iso[5...6])
      case "d": result += String(iso[8...9])
      case "H": result += String(iso[11...12])
      case "M": result += String(iso[14...15])
      case "S": result += String(iso[17...18])
      case "F": result += String(iso[0...9])
      case "T": result += String(iso[11...18])
      case "Z": result += "UTC"
      case "z": result += "+0000"
      case "%": result += "%"
      default: result += "%" + String(code)
      }
    }
    return result
  }
}

/// Columns and numbers of fixed width, as printf makes them.
enum Pad {
  static func left(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }

  static func right(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  static func zeros(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  /// `%08X`.
  static func hex(_ number: Int, _ width: Int = 8) -> String {
    let digits = String(number, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  /// `%.Nf`.
  static func decimals(_ value: Double, _ places: Int) -> String {
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let scaled = Int((abs(value) * scale).rounded())
    let whole = scaled / Int(scale)
    let sign = value < 0 && scaled != 0 ? "-" : ""
    return places == 0 ? "\(sign)\(whole)" : "\(sign)\(whole)." + zeros(scaled % Int(scale), places)
  }
}
