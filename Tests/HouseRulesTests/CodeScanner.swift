/// Reads Swift just well enough to tell code from comments and text.
enum CodeScanner {
  /// Blanks out comments, the contents of strings and of backticks. Code inside `\(…)` stays.
  static func code(of text: String) -> String {
    var scan = Scan(text: Array(text.unicodeScalars))
    scan.readCode(untilParenthesis: false)
    var code = String.UnicodeScalarView()
    code.append(contentsOf: scan.code)
    return String(code)
  }

  static func isImportModifier(_ word: Substring) -> Bool {
    word.hasPrefix("@") || ["public", "package", "internal", "fileprivate", "private"].contains(word)
  }

  /// Whether `token` stands in `line`, not as a part of a longer word.
  static func contains(_ token: String, in line: Substring) -> Bool {
    var rest = line
    while let range = rest.firstRange(of: token) {
      let before = range.lowerBound > line.startIndex ? line[line.index(before: range.lowerBound)] : " "
      let after = range.upperBound < line.endIndex ? line[range.upperBound] : " "
      let beginsInWord = isWord(before) && token.first.map(isWord) == true
      let endsInWord = isWord(after) && token.last.map(isWord) == true
      if !beginsInWord && !endsInWord { return true }
      rest = rest[range.upperBound...]
    }
    return false
  }

  static func isWord(_ character: Character) -> Bool { character.isLetter || character.isNumber || character == "_" }
}

private struct Scan {
  let text: [Unicode.Scalar]
  var code: [Unicode.Scalar] = []
  var place = 0

  init(text: [Unicode.Scalar]) { self.text = text }

  func at(_ word: String, _ offset: Int = 0) -> Bool {
    var index = place + offset
    for scalar in word.unicodeScalars {
      guard index < text.count, text[index] == scalar else { return false }
      index += 1
    }
    return true
  }

  mutating func keep(_ count: Int = 1) {
    code += text[place..<min(place + count, text.count)]
    place += count
  }

  mutating func blank(_ count: Int = 1) {
    for scalar in text[place..<min(place + count, text.count)] { code.append(scalar == "\n" ? "\n" : " ") }
    place += count
  }

  /// Reads code to its end, or to the parenthesis that closes an interpolation.
  mutating func readCode(untilParenthesis: Bool) {
    var depth = 0
    while place < text.count {
      if at("//") {
        while place < text.count && text[place] != "\n" { blank() }
      } else if at("/*") {
        readBlockComment()
      } else if at("`") {
        blank()
        while place < text.count && !at("`") { blank() }
        blank()
      } else if let hashes = stringStart() {
        readString(hashes: hashes)
      } else if at("(") {
        depth += 1
        keep()
      } else if at(")") {
        depth -= 1
        if untilParenthesis && depth < 0 { return }
        keep()
      } else {
        keep()
      }
    }
  }

  mutating func readBlockComment() {
    var depth = 0
    while place < text.count {
      if at("/*") {
        depth += 1
        blank(2)
      } else if at("*/") {
        depth -= 1
        blank(2)
        if depth == 0 { return }
      } else {
        blank()
      }
    }
  }

  /// Number of number signs in front of a string that begins here; nil if none does.
  func stringStart() -> Int? {
    var hashes = 0
    while at("#", hashes) { hashes += 1 }
    return at("\"", hashes) ? hashes : nil
  }

  mutating func readString(hashes: Int) {
    let signs = String(repeating: "#", count: hashes)
    let isLong = at("\"\"\"", hashes)
    let quote = isLong ? "\"\"\"" : "\""
    keep(hashes + quote.count)
    while place < text.count {
      if at(quote + signs) {
        keep(quote.count + hashes)
        return
      } else if at("\\" + signs + "(") {
        blank(1 + hashes)
        keep()
        readCode(untilParenthesis: true)
        keep()
      } else if at("\\" + signs) {
        blank(2 + hashes)
      } else if !isLong && at("\n") {
        return
      } else {
        blank()
      }
    }
  }
}
