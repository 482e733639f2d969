/// The regular expressions of `grep`, basic and extended, as far as scripts for Proxmox use them.
struct LineMatcher {
  private indirect enum Part {
    case one(Character), any, start, end
    case set([ClosedRange<Character>], negated: Bool)
    case group([[Item]])
  }
  private struct Item {
    var part: Part
    var low = 1
    var high = 1
  }

  private let alternatives: [[Item]]
  private let ignoresCase: Bool
  private let wholeLine: Bool

  /// nil for a pattern that it does not understand.
  init?(_ pattern: String, flags: String) {
    ignoresCase = flags.contains("i")
    wholeLine = flags.contains("x")
    let text = ignoresCase ? pattern.lowercased() : pattern
    if flags.contains("F") {
      alternatives = [text.map { Item(part: .one($0)) }]
      return
    }
    var parser = Parser(rest: Array(text)[...], isExtended: flags.contains("E") || flags.contains("P"))
    guard let parsed = parser.alternatives(), parser.rest.isEmpty else { return nil }
    alternatives = parsed
  }

  private struct Parser {
    var rest: ArraySlice<Character>
    let isExtended: Bool

    mutating func alternatives() -> [[Item]]? {
      var all: [[Item]] = [[]]
      while let character = rest.first, !(isExtended && character == ")") {
        rest.removeFirst()
        if isExtended, character == "|" {
          all.append([])
          continue
        }
        if character == "\\", rest.first == "|" {
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

    private mutating func part(_ character: Character) -> Part? {
      switch character {
      case ".": return .any
      case "^": return .start
      case "$": return rest.isEmpty || rest.first == ")" || rest.first == "|" ? .end : .one("$")
      case "[": return set()
      case "(" where isExtended:
        guard let inner = alternatives(), rest.popFirst() == ")" else { return nil }
        return .group(inner)
      case "\\":
        switch rest.popFirst() {
        case "s": return .set([" "..." ", "\t"..."\t"], negated: false)
        case "d": return .set(["0"..."9"], negated: false)
        case "w": return .set(["0"..."9", "A"..."Z", "_"..."_", "a"..."z"], negated: false)
        case let next?: return .one(next)
        case nil: return nil
        }
      default: return .one(character)
      }
    }

    private mutating func set() -> Part? {
      var negated = false
      if rest.first == "^" {
        negated = true
        rest.removeFirst()
      }
      var ranges: [ClosedRange<Character>] = []
      var isFirst = true
      while let character = rest.popFirst() {
        if character == "]", !isFirst { return .set(ranges, negated: negated) }
        isFirst = false
        if character == "[", rest.first == ":" {
          let name = String(rest.dropFirst().prefix { $0 != ":" })
          rest.removeFirst(min(rest.count, name.count + 3))
          ranges += LineMatcher.classes[name] ?? []
        } else if rest.first == "-", let high = rest.dropFirst().first, high != "]", character <= high {
          rest.removeFirst(2)
          ranges.append(character...high)
        } else {
          ranges.append(character...character)
        }
      }
      return nil
    }

    private mutating func repeatCount(_ item: inout Item) {
      switch rest.first {
      case "*": (item.low, item.high) = (0, .max)
      case "+" where isExtended: (item.low, item.high) = (1, .max)
      case "?" where isExtended: (item.low, item.high) = (0, 1)
      case "{" where isExtended:
        let body = rest.dropFirst().prefix { $0 != "}" }
        let numbers = String(body).split(separator: ",", omittingEmptySubsequences: false)
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

  private static let classes: [String: [ClosedRange<Character>]] = [
    "digit": ["0"..."9"], "alpha": ["A"..."Z", "a"..."z"], "alnum": ["0"..."9", "A"..."Z", "a"..."z"],
    "space": [" "..." ", "\t"..."\t"], "upper": ["A"..."Z"], "lower": ["a"..."z"],
  ]

  func matches(_ line: String) -> Bool {
    let text = Array(ignoresCase ? line.lowercased() : line)
    let starts = wholeLine ? 0...0 : 0...text.count
    return starts.contains { start in
      alternatives.contains { items in
        match(items[...], text, start) { !wholeLine || $0 == text.count }
      }
    }
  }

  private func match(_ items: ArraySlice<Item>, _ text: [Character], _ at: Int, _ then: (Int) -> Bool) -> Bool {
    guard let item = items.first else { return then(at) }
    return times(item, 0, items.dropFirst(), text, at, then)
  }

  private func times(
    _ item: Item, _ count: Int, _ rest: ArraySlice<Item>, _ text: [Character], _ at: Int, _ then: (Int) -> Bool
  ) -> Bool {
    if count < item.high {
      let again = once(item.part, text, at) { next in
        // An empty match repeated would never end.
        if next == at, count >= item.low { return false }
        return times(item, count + 1, rest, text, next, then)
      }
      if again { return true }
    }
    return count >= item.low && match(rest, text, at, then)
  }

  private func once(_ part: Part, _ text: [Character], _ at: Int, _ then: (Int) -> Bool) -> Bool {
    switch part {
    case .start: return at == 0 && then(at)
    case .end: return at == text.count && then(at)
    case .any: return at < text.count && then(at + 1)
    case .one(let character): return at < text.count && text[at] == character && then(at + 1)
    case .set(let ranges, let negated):
      return at < text.count && ranges.contains { $0.contains(text[at]) } != negated && then(at + 1)
    case .group(let alternatives): return alternatives.contains { match($0[...], text, at, then) }
    }
  }
}
