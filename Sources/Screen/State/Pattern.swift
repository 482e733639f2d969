/// What `/` asks for: a regular expression, with `!` before it all that does not match. Small letters stand for capital
/// ones too.
struct Pattern {
  /// A text that is no pattern.
  struct Invalid: Error, Hashable {
    let text: String
    var sentence: String { "not a pattern: \(text)" }
  }

  private enum Form {
    case all
    /// Most of what is typed has no special sign in it, and is found much faster as bytes.
    case plain([UInt8], foldsCase: Bool)
    case regex(Regex<AnyRegexOutput>)
  }

  private let form: Form
  private let isInverted: Bool

  // A pattern is typed by hand; what is longer is a paste gone wrong.
  private static let scalarsMax = 200

  init(_ typed: String) throws(Invalid) {
    isInverted = typed.hasPrefix("!")
    let text = isInverted ? String(typed.dropFirst()) : typed
    let foldsCase = !text.contains(where: \.isUppercase)
    if text.isEmpty {
      form = .all
    } else if text.utf8.allSatisfy({ $0 < 0x80 }), !text.contains(where: { "\\^$.|?*+()[]{}".contains($0) }) {
      form = .plain(Array(text.utf8), foldsCase: foldsCase)
    } else if text.unicodeScalars.count <= Pattern.scalarsMax, let regex = try? Regex(text) {
      form = .regex(foldsCase ? regex.ignoresCase() : regex)
    } else {
      throw Invalid(text: text)
    }
  }

  /// Whether a text is one of those asked for.
  func matches(_ text: String) -> Bool {
    switch form {
    case .all: true
    case .plain(let bytes, let foldsCase): Pattern.find(bytes, in: text, foldsCase: foldsCase) != isInverted
    case .regex(let regex): text.contains(regex) != isInverted
    }
  }

  /// The parts of a text that made it match; none for a pattern that asks for the absence of something.
  func places(in text: String) -> [Range<String.Index>] {
    guard !isInverted else { return [] }
    switch form {
    case .all: return []
    case .plain(let bytes, let foldsCase):
      var found: [Range<String.Index>] = []
      var rest = text[...]
      while let place = Pattern.place(of: bytes, in: rest, foldsCase: foldsCase) {
        found.append(place)
        rest = text[place.upperBound...]
      }
      return found
    case .regex(let regex): return text.ranges(of: regex).filter { !$0.isEmpty }
    }
  }

  private static func find(_ bytes: [UInt8], in text: String, foldsCase: Bool) -> Bool {
    place(of: bytes, in: text[...], foldsCase: foldsCase) != nil
  }

  private static func place(of bytes: [UInt8], in text: Substring, foldsCase: Bool) -> Range<String.Index>? {
    let view = text.utf8
    var start = view.startIndex
    while start != view.endIndex {
      var index = start
      var matched = 0
      while matched < bytes.count, index != view.endIndex, folded(view[index], foldsCase) == bytes[matched] {
        matched += 1
        index = view.index(after: index)
      }
      if matched == bytes.count { return start..<index }
      start = view.index(after: start)
    }
    return nil
  }

  private static func folded(_ byte: UInt8, _ foldsCase: Bool) -> UInt8 {
    foldsCase && (0x41...0x5A).contains(byte) ? byte + 0x20 : byte
  }
}
