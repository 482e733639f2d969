/// Reads a POSIX shell program into nodes. Words are left to `ShellWordReader`.
struct ShellParser {
  private var reader: ShellWordReader

  private static let reserved: Set<String> = [
    "if", "then", "elif", "else", "fi", "for", "while", "until", "do", "done", "case", "esac", "in", "{", "}", "!",
  ]

  init(_ text: String) { reader = ShellWordReader(Array(text.utf8)) }

  init(_ reader: ShellWordReader) { self.reader = reader }

  /// A whole program.
  static func parse(_ text: String) throws(ShellSyntaxError) -> ShellNode {
    var parser = ShellParser(text)
    let node = try parser.list(until: [])
    guard parser.reader.atEnd else { throw parser.unexpected() }
    return node
  }

  /// The body of `$(…)`: up to the closing parenthesis, which is left to the caller.
  static func parseSubstitution(_ reader: inout ShellWordReader) throws(ShellSyntaxError) -> ShellNode {
    var parser = ShellParser(reader)
    let node = try parser.list(until: [])
    reader = parser.reader
    return node
  }

  private func unexpected() -> ShellSyntaxError {
    let rest = reader.rest.split(separator: " ").first.map(String.init) ?? "end of file"
    return ShellSyntaxError(message: "Syntax error: \"\(rest.prefix(20))\" unexpected")
  }

  private mutating func list(until terminators: Set<String>) throws(ShellSyntaxError) -> ShellNode {
    var items: [(node: ShellNode, inBackground: Bool)] = []
    while true {
      reader.skipLines()
      if reader.atEnd || reader.peek(")") || reader.peek(";;") { break }
      if let word = reader.peekPlainWord(), terminators.contains(word) { break }
      let node = try andOr()
      reader.skipBlanks()
      var inBackground = false
      if reader.peek(";;") {
        items.append((node, false))
        break
      }
      var separated = reader.take("\n") || reader.take(";")
      if !separated, !reader.peek("&&"), reader.take("&") {
        inBackground = true
        separated = true
      }
      items.append((node, inBackground))
      if !separated { break }
    }
    if items.count == 1, !items[0].inBackground { return items[0].node }
    return .list(items)
  }

  private mutating func andOr() throws(ShellSyntaxError) -> ShellNode {
    var left = try pipeline()
    while true {
      reader.skipBlanks()
      if reader.take("&&") {
        reader.skipLines()
        left = .and(left, try pipeline())
      } else if reader.take("||") {
        reader.skipLines()
        left = .or(left, try pipeline())
      } else {
        return left
      }
    }
  }

  private mutating func pipeline() throws(ShellSyntaxError) -> ShellNode {
    var isNegated = false
    while reader.peekPlainWord() == "!" {
      reader.takePlainWord("!")
      isNegated.toggle()
    }
    var stages = [try command()]
    while true {
      reader.skipBlanks()
      guard !reader.peek("||"), reader.take("|") else { break }
      reader.skipLines()
      stages.append(try command())
    }
    return stages.count == 1 && !isNegated ? stages[0] : .pipeline(stages, negated: isNegated)
  }

  private mutating func command() throws(ShellSyntaxError) -> ShellNode {
    reader.skipBlanks()
    if reader.take("(") {
      let body = try list(until: [])
      guard reader.take(")") else { throw unexpected() }
      return .subshell(body, try redirects())
    }
    let node: ShellNode
    switch reader.peekPlainWord() {
    case "{":
      reader.takePlainWord("{")
      let body = try list(until: ["}"])
      try expect("}")
      return .group(body, try redirects())
    case "if": node = try branch("if")
    case "while", "until": node = try loop()
    case "for": node = try each()
    case "case": node = try choice()
    case let word? where ShellParser.reserved.contains(word): throw unexpected()
    default: return try simple()
    }
    let redirects = try redirects()
    return redirects.isEmpty ? node : .group(node, redirects)
  }

  private mutating func expect(_ word: String) throws(ShellSyntaxError) {
    reader.skipLines()
    guard reader.peekPlainWord() == word else { throw unexpected() }
    reader.takePlainWord(word)
  }

  private mutating func branch(_ keyword: String) throws(ShellSyntaxError) -> ShellNode {
    try expect(keyword)
    let condition = try list(until: ["then"])
    try expect("then")
    let then = try list(until: ["elif", "else", "fi"])
    var otherwise: ShellNode?
    switch reader.peekPlainWord() {
    case "elif": return .branch(condition: condition, then: then, otherwise: try branch("elif"))
    case "else":
      try expect("else")
      otherwise = try list(until: ["fi"])
    default: break
    }
    try expect("fi")
    return .branch(condition: condition, then: then, otherwise: otherwise)
  }

  private mutating func loop() throws(ShellSyntaxError) -> ShellNode {
    let isUntil = reader.peekPlainWord() == "until"
    try expect(isUntil ? "until" : "while")
    let condition = try list(until: ["do"])
    return .loop(condition: condition, body: try doGroup(), until: isUntil)
  }

  private mutating func doGroup() throws(ShellSyntaxError) -> ShellNode {
    try expect("do")
    let body = try list(until: ["done"])
    try expect("done")
    return body
  }

  private mutating func each() throws(ShellSyntaxError) -> ShellNode {
    try expect("for")
    guard let name = try reader.word()?.plainText else { throw unexpected() }
    reader.skipLines()
    var words: [ShellWord]?
    if reader.peekPlainWord() == "in" {
      reader.takePlainWord("in")
      var found: [ShellWord] = []
      while let word = try reader.word() { found.append(word) }
      words = found
    }
    reader.skipBlanks()
    _ = reader.take(";")
    return .each(name: name, words: words, body: try doGroup())
  }

  private mutating func choice() throws(ShellSyntaxError) -> ShellNode {
    try expect("case")
    guard let subject = try reader.word() else { throw unexpected() }
    try expect("in")
    var arms: [(patterns: [ShellWord], body: ShellNode)] = []
    while true {
      reader.skipLines()
      if reader.peekPlainWord() == "esac" { break }
      _ = reader.take("(")
      var patterns: [ShellWord] = []
      repeat {
        guard let pattern = try reader.word() else { throw unexpected() }
        patterns.append(pattern)
        reader.skipBlanks()
      } while reader.take("|")
      guard reader.take(")") else { throw unexpected() }
      arms.append((patterns, try list(until: ["esac"])))
      reader.skipLines()
      if !reader.take(";;") { break }
    }
    try expect("esac")
    return .choice(subject, arms)
  }

  private mutating func redirects() throws(ShellSyntaxError) -> [ShellRedirect] {
    var found: [ShellRedirect] = []
    while let redirect = try reader.redirect() { found.append(redirect) }
    return found
  }

  private mutating func simple() throws(ShellSyntaxError) -> ShellNode {
    var command = ShellCommand()
    while true {
      if let redirect = try reader.redirect() {
        command.redirects.append(redirect)
        continue
      }
      if command.words.isEmpty, let name = reader.takeAssignmentName() {
        command.assignments.append((name, try reader.valueOfAssignment()))
        continue
      }
      guard let word = try reader.word() else { break }
      command.words.append(word)
      if command.words.count == 1, command.assignments.isEmpty, let name = word.plainText, reader.take("(") {
        reader.skipBlanks()
        guard reader.take(")") else { throw unexpected() }
        reader.skipLines()
        return .function(name: name, body: try self.command())
      }
    }
    if command.words.isEmpty, command.assignments.isEmpty, command.redirects.isEmpty { throw unexpected() }
    let fixed = command.words.compactMap(\.fixedText)
    if fixed.count == command.words.count { command.fixedFields = fixed }
    command.noteSaying()
    return .simple(command)
  }
}
