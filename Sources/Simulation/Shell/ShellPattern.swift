/// A shell pattern: `*`, `?`, `[…]`; a backslash makes the next character plain.
struct ShellPattern {
  private enum Part {
    case one(Unicode.Scalar), any, all
    case set([ClosedRange<Unicode.Scalar>], negated: Bool)
  }
  private var parts: [Part] = []
  /// Whether anything in it is a pattern at all.
  private(set) var isPattern = false

  init(_ text: String) {
    var rest = Array(text.unicodeScalars)[...]
    while let character = rest.popFirst() {
      switch character {
      case "\\": parts.append(.one(rest.popFirst() ?? "\\"))
      case "*":
        parts.append(.all)
        isPattern = true
      case "?":
        parts.append(.any)
        isPattern = true
      case "[":
        if let set = ShellPattern.set(&rest) {
          parts.append(set)
          isPattern = true
        } else {
          parts.append(.one("["))
        }
      default: parts.append(.one(character))
      }
    }
  }

  private static func set(_ rest: inout ArraySlice<Unicode.Scalar>) -> Part? {
    var scan = rest
    var negated = false
    if scan.first == "!" || scan.first == "^" {
      negated = true
      scan.removeFirst()
    }
    var ranges: [ClosedRange<Unicode.Scalar>] = []
    var isFirst = true
    while let character = scan.popFirst() {
      if character == "]", !isFirst {
        rest = scan
        return .set(ranges, negated: negated)
      }
      isFirst = false
      if scan.first == "-", let high = scan.dropFirst().first, high != "]", character <= high {
        scan.removeFirst(2)
        ranges.append(character...high)
      } else {
        ranges.append(character...character)
      }
    }
    return nil
  }

  func matches(_ text: some StringProtocol) -> Bool { matches(parts[...], Array(text.unicodeScalars)[...]) }

  private func matches(_ parts: ArraySlice<Part>, _ text: ArraySlice<Unicode.Scalar>) -> Bool {
    guard let part = parts.first else { return text.isEmpty }
    let rest = parts.dropFirst()
    switch part {
    case .all:
      var tail = text
      while true {
        if matches(rest, tail) { return true }
        if tail.popFirst() == nil { return false }
      }
    case .any: return !text.isEmpty && matches(rest, text.dropFirst())
    case .one(let character): return text.first == character && matches(rest, text.dropFirst())
    case .set(let ranges, let negated):
      guard let character = text.first, ranges.contains(where: { $0.contains(character) }) != negated else {
        return false
      }
      return matches(rest, text.dropFirst())
    }
  }

  /// Whether it is worth reading as a pattern at all; most words are not.
  static func mayMatch(_ text: String) -> Bool {
    text.utf8.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "[") }
  }

  /// `text` as a pattern that matches only itself.
  static func escaped(_ text: String) -> String {
    guard mayMatch(text) || text.utf8.contains(UInt8(ascii: "\\")) else { return text }
    var result: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\\"), UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "["), UInt8(ascii: "]"):
        result.append(UInt8(ascii: "\\"))
      default: break
      }
      result.append(byte)
    }
    return String(decoding: result, as: UTF8.self)
  }
}
