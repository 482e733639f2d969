/// The regular expressions of `grep`, basic and extended, as far as scripts for Proxmox use them. Byte by byte, as in
/// the C locale.
struct LineMatcher {
  indirect enum Part {
    case one(UInt8), any, start, end
    case set([ClosedRange<UInt8>], negated: Bool)
    case group([[Item]])
  }
  struct Item {
    var part: Part
    var low = 1
    var high = 1
  }

  private let automaton: LineAutomaton
  private let ignoresCase: Bool

  /// nil for a pattern that it does not understand.
  init?(_ pattern: String, flags: String) {
    ignoresCase = flags.contains("i")
    let text = ignoresCase ? pattern.lowercased() : pattern
    let alternatives: [[Item]]
    if flags.contains("F") {
      alternatives = [text.utf8.map { Item(part: .one($0)) }]
    } else {
      var parser = Parser(rest: Array(text.utf8)[...], isExtended: flags.contains("E") || flags.contains("P"))
      guard let parsed = parser.alternatives(), parser.rest.isEmpty else { return nil }
      alternatives = parsed
    }
    automaton = LineAutomaton(alternatives, wholeLine: flags.contains("x"))
  }

  private struct Parser {
    var rest: ArraySlice<UInt8>
    let isExtended: Bool

    /// The byte to come, to compare it with text.
    private var next: Unicode.Scalar? { rest.first.map { Unicode.Scalar($0) } }

    mutating func alternatives() -> [[Item]]? {
      var all: [[Item]] = [[]]
      while let character = rest.first, !(isExtended && character == UInt8(ascii: ")")) {
        rest.removeFirst()
        if isExtended, character == UInt8(ascii: "|") {
          all.append([])
          continue
        }
        if character == UInt8(ascii: "\\"), rest.first == UInt8(ascii: "|") {
          rest.removeFirst()
          all.append([])
          continue
        }
        guard let part = part(character) else { return nil }
        var item = Item(part: part)
        repeatCount(&item)
        all[all.count - 1].append(item)
      }
      return all
    }

    private mutating func part(_ character: UInt8) -> Part? {
      switch Unicode.Scalar(character) {
      case ".": return .any
      case "^": return .start
      case "$": return rest.isEmpty || next == ")" || next == "|" ? .end : .one(character)
      case "[": return set()
      case "(" where isExtended:
        guard let inner = alternatives(), rest.popFirst() == UInt8(ascii: ")") else { return nil }
        return .group(inner)
      case "\\":
        guard let escaped = rest.popFirst() else { return nil }
        let classes: [Unicode.Scalar: String] = ["s": "space", "d": "digit", "w": "word"]
        let ranges = classes[Unicode.Scalar(escaped)].flatMap { LineMatcher.classes[$0] }
        return ranges.map { .set($0, negated: false) } ?? .one(escaped)
      default: return .one(character)
      }
    }

    private mutating func set() -> Part? {
      var negated = false
      if next == "^" {
        negated = true
        rest.removeFirst()
      }
      var ranges: [ClosedRange<UInt8>] = []
      var isFirst = true
      while let character = rest.popFirst() {
        if character == UInt8(ascii: "]"), !isFirst { return .set(ranges, negated: negated) }
        isFirst = false
        if character == UInt8(ascii: "["), next == ":" {
          let name = String(decoding: rest.dropFirst().prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self)
          rest.removeFirst(min(rest.count, name.utf8.count + 3))
          ranges += LineMatcher.classes[name] ?? []
        } else if next == "-", let high = rest.dropFirst().first, high != UInt8(ascii: "]"), character <= high {
          rest.removeFirst(2)
          ranges.append(character...high)
        } else {
          ranges.append(character...character)
        }
      }
      return nil
    }

    private mutating func repeatCount(_ item: inout Item) {
      switch next {
      case "*": (item.low, item.high) = (0, .max)
      case "+" where isExtended: (item.low, item.high) = (1, .max)
      case "?" where isExtended: (item.low, item.high) = (0, 1)
      case "{" where isExtended:
        let body = rest.dropFirst().prefix { $0 != UInt8(ascii: "}") }
        let numbers = String(decoding: body, as: UTF8.self).split(separator: ",", omittingEmptySubsequences: false)
        guard let low = Int(numbers[0]) else { return }
        item.low = low
        item.high = numbers.count == 1 ? low : Int(numbers[1]) ?? .max
        rest.removeFirst(body.count + 2)
        return
      default: return
      }
      rest.removeFirst()
    }
  }

  private static let classes: [String: [ClosedRange<UInt8>]] = {
    let (digits, upper, lower): (ClosedRange<UInt8>, ClosedRange<UInt8>, ClosedRange<UInt8>) = (
      0x30...0x39, 0x41...0x5A, 0x61...0x7A
    )
    return [
      "digit": [digits], "alpha": [upper, lower], "alnum": [digits, upper, lower], "upper": [upper], "lower": [lower],
      "space": [0x20...0x20, 0x09...0x09], "word": [digits, upper, lower, 0x5F...0x5F],
    ]
  }()

  func matches(_ line: ArraySlice<UInt8>) -> Bool {
    automaton.matches(ignoresCase ? line.map { LineMatcher.lowercased($0) }[...] : line)
  }

  private static func lowercased(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
}

/// Matchers of patterns that were read before: the same few are asked for at every look.
final class LineMatchers {
  private var known: [[String]: LineMatcher] = [:]

  /// nil for a pattern that can't be understood.
  subscript(pattern: String, flags: String) -> LineMatcher? {
    if let matcher = known[[pattern, flags]] { return matcher }
    // Names of guests stand in some patterns.
    if known.count >= LineMatchers.knownMax { known = [:] }
    let matcher = LineMatcher(pattern, flags: flags)
    known[[pattern, flags]] = matcher
    return matcher
  }

  private static let knownMax = 64
}
