/// Reads words, quotes and expansions of a shell program from bytes.
struct ShellWordReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var atEnd: Bool { position >= bytes.count }

  var rest: String { String(decoding: bytes[position...], as: UTF8.self) }

  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skip(while condition: (UInt8) -> Bool) {
    while let byte = current, condition(byte) { position += 1 }
  }

  func peek(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { wanted in bytes[position...].starts(with: wanted) }
  }

  mutating func take(_ text: StaticString) -> Bool {
    guard peek(text) else { return false }
    position += text.utf8CodeUnitCount
    return true
  }

  mutating func skipBlanks() {
    while let byte = current {
      if byte == 0x20 || byte == 0x09 {
        position += 1
      } else if byte == 0x5C, position + 1 < bytes.count, bytes[position + 1] == 0x0A {
        position += 2
      } else if byte == UInt8(ascii: "#") {
        skip { $0 != 0x0A }
      } else {
        return
      }
    }
  }

  mutating func skipLines() {
    skipBlanks()
    while current == 0x0A {
      position += 1
      skipBlanks()
    }
  }

  private static func endsWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x20, 0x09, 0x0A, UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: "<"),
      UInt8(ascii: ">"), UInt8(ascii: "("), UInt8(ascii: ")"):
      true
    default: false
    }
  }

  /// Quotes, backslash, dollar and backquote.
  private static func isSpecial(_ byte: UInt8) -> Bool {
    byte == 0x22 || byte == 0x27 || byte == 0x5C || byte == 0x24 || byte == 0x60
  }

  /// The coming word, if it has neither quotes nor expansions.
  mutating func peekPlainWord() -> String? {
    skipBlanks()
    var end = position
    while end < bytes.count, !ShellWordReader.endsWord(bytes[end]) {
      if ShellWordReader.isSpecial(bytes[end]) { return nil }
      end += 1
    }
    return end > position ? String(decoding: bytes[position..<end], as: UTF8.self) : nil
  }

  /// Moves past a word that `peekPlainWord` has just shown.
  mutating func takePlainWord(_ word: String) { position += word.utf8.count }

  /// `NAME=`, taken only if it stands at the start of the coming word.
  mutating func takeAssignmentName() -> String? {
    skipBlanks()
    guard let end = endOfName(from: position), end > position, end < bytes.count, bytes[end] == UInt8(ascii: "=")
    else { return nil }
    defer { position = end + 1 }
    return String(decoding: bytes[position..<end], as: UTF8.self)
  }

  private func endOfName(from start: Int) -> Int? {
    var end = start
    while end < bytes.count {
      let byte = bytes[end]
      let isLetter = (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F
      let isDigit = (0x30...0x39).contains(byte)
      guard isLetter || (isDigit && end > start) else { break }
      end += 1
    }
    return end > start ? end : nil
  }

  mutating func valueOfAssignment() throws(ShellSyntaxError) -> ShellWord {
    guard let byte = current, !ShellWordReader.endsWord(byte) else { return ShellWord() }
    return try word() ?? ShellWord()
  }

  mutating func redirect() throws(ShellSyntaxError) -> ShellRedirect? {
    skipBlanks()
    var start = position
    while start < bytes.count, (0x30...0x39).contains(bytes[start]) { start += 1 }
    guard start < bytes.count, bytes[start] == UInt8(ascii: "<") || bytes[start] == UInt8(ascii: ">") else {
      return nil
    }
    let number = Int(String(decoding: bytes[position..<start], as: UTF8.self))
    position = start
    let operation: ShellRedirect.Operation
    if take("<<") { throw ShellSyntaxError(message: "Syntax error: here-documents are not simulated") }
    if take(">>") {
      operation = .append
    } else if take(">&") || take("<&") {
      operation = .duplicate
    } else if take(">|") || take(">") {
      operation = .write
    } else {
      position += 1
      operation = .read
    }
    let isInput = bytes[start] == UInt8(ascii: "<")
    guard let target = try word() else { throw ShellSyntaxError(message: "Syntax error: newline unexpected") }
    return ShellRedirect(
      descriptor: number ?? (isInput ? 0 : 1), operation: operation, target: target, fixedTarget: target.fixedText)
  }

  /// The coming word; nil where none begins.
  mutating func word() throws(ShellSyntaxError) -> ShellWord? {
    skipBlanks()
    guard let first = current, !ShellWordReader.endsWord(first) else { return nil }
    var word = ShellWord()
    while let byte = current, !ShellWordReader.endsWord(byte) { try readPiece(byte, into: &word) }
    return word
  }

  private mutating func readPiece(_ byte: UInt8, into word: inout ShellWord) throws(ShellSyntaxError) {
    switch byte {
    case UInt8(ascii: "'"):
      position += 1
      let start = position
      skip { $0 != UInt8(ascii: "'") }
      guard !atEnd else { throw ShellSyntaxError(message: "Syntax error: Unterminated quoted string") }
      let text = String(decoding: bytes[start..<position], as: UTF8.self)
      word.pieces.append(text.isEmpty ? .empty : .text(text, quoted: true))
      position += 1
    case UInt8(ascii: "\""):
      position += 1
      try readDoubleQuoted(into: &word)
    case UInt8(ascii: "\\"):
      position += 1
      guard let next = current else { return word.pieces.append(.text("\\", quoted: true)) }
      if next != 0x0A { word.pieces.append(.text(takeCharacter(), quoted: true)) } else { position += 1 }
    case UInt8(ascii: "$"), UInt8(ascii: "`"):
      word.pieces.append(try expansion(quoted: false))
    default:
      let start = position
      while let byte = current, !ShellWordReader.endsWord(byte), !ShellWordReader.isSpecial(byte) {
        if stopsAtBrace, byte == UInt8(ascii: "}") { break }
        position += 1
      }
      word.pieces.append(.text(String(decoding: bytes[start..<position], as: UTF8.self), quoted: false))
    }
  }

  /// Inside `${…}` a closing brace ends the word.
  private var stopsAtBrace = false

  private mutating func takeCharacter() -> String {
    let start = position
    position += 1
    skip { $0 & 0xC0 == 0x80 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func readDoubleQuoted(into word: inout ShellWord) throws(ShellSyntaxError) {
    var text: [UInt8] = []
    let before = word.pieces.count
    while let byte = current, byte != UInt8(ascii: "\"") {
      if byte == UInt8(ascii: "\\"), position + 1 < bytes.count {
        let next = bytes[position + 1]
        if [0x24, 0x60, 0x22, 0x5C].contains(next) { text.append(next) } else if next != 0x0A { text += [byte, next] }
        position += 2
      } else if byte == UInt8(ascii: "$") || byte == UInt8(ascii: "`") {
        if !text.isEmpty { word.pieces.append(.text(String(decoding: text, as: UTF8.self), quoted: true)) }
        text = []
        word.pieces.append(try expansion(quoted: true))
      } else {
        text.append(byte)
        position += 1
      }
    }
    guard take("\"") else { throw ShellSyntaxError(message: "Syntax error: Unterminated quoted string") }
    if !text.isEmpty { word.pieces.append(.text(String(decoding: text, as: UTF8.self), quoted: true)) }
    if word.pieces.count == before { word.pieces.append(.empty) }
  }

  private mutating func expansion(quoted: Bool) throws(ShellSyntaxError) -> ShellPiece {
    if current == UInt8(ascii: "`") { return try backquoted(quoted: quoted) }
    position += 1
    if peek("((") {
      let start = position
      position += 2
      if let piece = try arithmetic(quoted: quoted) { return piece }
      position = start
    }
    if take("(") {
      let body = try ShellParser.parseSubstitution(&self)
      guard take(")") else { throw ShellSyntaxError(message: "Syntax error: end of file unexpected (expecting \")\")") }
      return .command(ShellSubstitution(body), quoted: quoted)
    }
    if take("{") { return .parameter(try bracedParameter(quoted: quoted), quoted: quoted) }
    if let end = endOfName(from: position) {
      defer { position = end }
      let name = String(decoding: bytes[position..<end], as: UTF8.self)
      return .parameter(ShellParameter(name: name, operation: .plain), quoted: quoted)
    }
    if let byte = current, "0123456789?@*#$!-".utf8.contains(byte) {
      position += 1
      let name = String(decoding: [byte], as: UTF8.self)
      return .parameter(ShellParameter(name: name, operation: .plain), quoted: quoted)
    }
    return .text("$", quoted: true)
  }

  private mutating func backquoted(quoted: Bool) throws(ShellSyntaxError) -> ShellPiece {
    position += 1
    var inner: [UInt8] = []
    while let byte = current, byte != UInt8(ascii: "`") {
      if byte == 0x5C, position + 1 < bytes.count, [0x24, 0x60, 0x5C].contains(bytes[position + 1]) { position += 1 }
      inner.append(bytes[position])
      position += 1
    }
    guard take("`") else { throw ShellSyntaxError(message: "Syntax error: EOF in backquote substitution") }
    return .command(ShellSubstitution(try ShellParser.parse(String(decoding: inner, as: UTF8.self))), quoted: quoted)
  }

  /// nil when it turns out to be `$( (…) )`.
  private mutating func arithmetic(quoted: Bool) throws(ShellSyntaxError) -> ShellPiece? {
    let start = position
    var depth = 0
    while let byte = current {
      if byte == UInt8(ascii: "(") { depth += 1 }
      if byte == UInt8(ascii: ")") {
        if depth == 0 {
          guard peek("))") else { return nil }
          var inner = ShellWordReader(Array(bytes[start..<position]) + [UInt8(ascii: "\"")])
          var word = ShellWord()
          try inner.readDoubleQuoted(into: &word)
          position += 2
          return .arithmetic(word, quoted: quoted)
        }
        depth -= 1
      }
      position += 1
    }
    return nil
  }

  private mutating func bracedParameter(quoted: Bool) throws(ShellSyntaxError) -> ShellParameter {
    let isLength = peek("#") && !peek("#}") && take("#")
    let start = position
    if let end = endOfName(from: position) {
      position = end
    } else if let byte = current, (0x30...0x39).contains(byte) {
      skip { (0x30...0x39).contains($0) }
    } else {
      position += 1
    }
    let name = String(decoding: bytes[start..<min(position, bytes.count)], as: UTF8.self)
    if take("}") { return ShellParameter(name: name, operation: isLength ? .length : .plain) }
    let operation: ShellParameter.Operation
    if take("##") {
      operation = .withoutPrefix(try wordInBraces(quoted: false), longest: true)
    } else if take("#") {
      operation = .withoutPrefix(try wordInBraces(quoted: false), longest: false)
    } else if take("%%") {
      operation = .withoutSuffix(try wordInBraces(quoted: false), longest: true)
    } else if take("%") {
      operation = .withoutSuffix(try wordInBraces(quoted: false), longest: false)
    } else {
      let whenEmpty = take(":")
      if take("-") {
        operation = .defaultValue(try wordInBraces(quoted: quoted), whenEmpty: whenEmpty)
      } else if take("+") {
        operation = .alternative(try wordInBraces(quoted: quoted), whenEmpty: whenEmpty)
      } else if take("=") {
        operation = .assign(try wordInBraces(quoted: quoted), whenEmpty: whenEmpty)
      } else {
        throw ShellSyntaxError(message: "Bad substitution")
      }
    }
    return ShellParameter(name: name, operation: operation)
  }

  private mutating func wordInBraces(quoted: Bool) throws(ShellSyntaxError) -> ShellWord {
    var word = ShellWord()
    let outer = stopsAtBrace
    stopsAtBrace = true
    defer { stopsAtBrace = outer }
    while let byte = current, byte != UInt8(ascii: "}") {
      if ShellWordReader.endsWord(byte) {
        word.pieces.append(.text(takeCharacter(), quoted: quoted))
      } else {
        try readPiece(byte, into: &word)
      }
    }
    guard take("}") else { throw ShellSyntaxError(message: "Syntax error: Missing '}'") }
    return word
  }
}
