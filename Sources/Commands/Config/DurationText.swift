/// Durations as people write them: `90s`, `10m`, `1h30m`, `250ms`, or a plain number of seconds.
enum DurationText {
  private static let units: [(word: String, seconds: Double)] = [
    ("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("d", 86_400),
  ]

  /// Seconds of a duration.
  /// - Returns: nil for anything that is no duration; there are no negative ones.
  static func seconds(_ text: String) -> Double? {
    if let plain = number(text[...]) { return plain }
    var rest = text[...]
    var total = 0.0
    var last = Double.infinity
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isNumber || $0 == "." }
      rest = rest.dropFirst(digits.count)
      let word = rest.prefix { $0.isLetter }
      rest = rest.dropFirst(word.count)
      // Each unit once, from large to small: "5m1h" is more likely a slip than a duration.
      guard let count = number(digits), let unit = units.first(where: { $0.word == word }), unit.seconds < last
      else { return nil }
      total += count * unit.seconds
      last = unit.seconds
    }
    return text.isEmpty ? nil : total
  }

  private static func number(_ text: Substring) -> Double? {
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E }), text.first?.isNumber == true else {
      return nil
    }
    return Double(text)
  }
}

extension DurationText {
  /// A duration as it would be written: `1h30m`, `0.5s`.
  static func text(_ seconds: Double) -> String {
    guard seconds >= 1, seconds == seconds.rounded(), seconds < 1e9 else {
      let plain = String(seconds)
      return (plain.hasSuffix(".0") ? String(plain.dropLast(2)) : plain) + "s"
    }
    var rest = Int(seconds)
    var parts: [String] = []
    for (word, length) in [("h", 3600), ("m", 60), ("s", 1)] where rest >= length {
      parts.append("\(rest / length)\(word)")
      rest %= length
    }
    return parts.joined()
  }
}
