/// Small programs that touch neither files nor the system: text out of arguments, tests, true and false.
enum Coreutils {
  /// What such a program prints, and the status it ends with.
  struct Said {
    var output = ""
    var errors = ""
    var status: Int32 = 0
  }

  /// Those that a shell carries out itself.
  static let sayings: [String: @Sendable (ArraySlice<String>, NodeFiles) -> Said] = [
    "echo": echo, "printf": printf, "true": { _, _ in Said() }, "false": { _, _ in Said(status: 1) }, "test": test,
    "[": bracket,
  ]

  static let programs: [(String, @Sendable (Process) -> Void)] =
    sayings.map { name, saying in
      (
        name,
        { process in
          let said = saying(process.arguments, process.node.files)
          process.out(said.output)
          process.err(said.errors)
          process.finish(said.status)
        }
      )
    } + [("basename", basename), ("dirname", dirname), ("seq", seq), ("expr", expr)]

  @Sendable private static func echo(_ arguments: ArraySlice<String>, _ files: NodeFiles) -> Said {
    Said(output: echoed(arguments))
  }

  static func echoed(_ arguments: ArraySlice<String>) -> String {
    let endsLine = arguments.first != "-n"
    return (endsLine ? arguments : arguments.dropFirst()).joined(separator: " ") + (endsLine ? "\n" : "")
  }

  @Sendable private static func printf(_ arguments: ArraySlice<String>, _ files: NodeFiles) -> Said {
    guard let format = arguments.first else { return Said(errors: "printf: usage: printf format\n", status: 2) }
    var values = arguments.dropFirst()
    var said = Said()
    repeat {
      let before = values.count
      said.output += formatted(format, &values)
      if values.count == before { break }
    } while !values.isEmpty
    return said
  }

  private static func formatted(_ format: String, _ values: inout ArraySlice<String>) -> String {
    var result = ""
    var rest = Substring(format)
    while let mark = rest.utf8.firstIndex(where: { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "%") }) {
      // Plain text is taken in one piece.
      result += rest[..<mark]
      let isEscape = rest.utf8[mark] == UInt8(ascii: "\\")
      rest = rest[rest.utf8.index(after: mark)...]
      if isEscape {
        result += escape(&rest)
        continue
      }
      let flags = rest.prefix { "-0123456789.+ #".contains($0) }
      rest.removeFirst(flags.count)
      switch rest.popFirst() {
      case nil: return result
      case "%": result += "%"
      case "s" where flags.isEmpty: result += values.popFirst() ?? ""
      case let conversion?: result += converted(conversion, String(flags), values.popFirst())
      }
    }
    return result + rest
  }

  private static func converted(_ conversion: Character, _ flags: String, _ value: String?) -> String {
    var text = value ?? ""
    switch conversion {
    case "d", "i", "u": text = String(Int(text) ?? 0)
    case "x": text = String(Int(text) ?? 0, radix: 16)
    case "b":
      var rest = Substring(text)
      text = ""
      while let character = rest.popFirst() { text += character == "\\" ? escape(&rest) : String(character) }
    case "f": text = Pad.decimals(Double(text) ?? 0, Int(flags.split(separator: ".").last ?? "6") ?? 6)
    default: break
    }
    guard !flags.isEmpty else { return text }
    let width = Int(flags.prefix { $0 != "." }.filter(\.isNumber)) ?? 0
    if flags.hasPrefix("-") { return Pad.right(text, width) }
    if flags.hasPrefix("0"), let number = Int(text) { return Pad.zeros(number, width) }
    return Pad.left(text, width)
  }

  private static func escape(_ rest: inout Substring) -> String {
    guard let code = rest.popFirst() else { return "\\" }
    switch code {
    case "n": return "\n"
    case "t": return "\t"
    case "r": return "\r"
    case "\\": return "\\"
    case "0"..."7":
      var digits = String(code)
      while digits.count < 3, let next = rest.first, ("0"..."7").contains(next) { digits.append(rest.removeFirst()) }
      return UInt8(digits, radix: 8).map { String(UnicodeScalar($0)) } ?? ""
    default: return "\\" + String(code)
    }
  }

  @Sendable private static func test(_ arguments: ArraySlice<String>, _ files: NodeFiles) -> Said {
    Said(status: TestExpression(arguments, files).value ? 0 : 1)
  }

  @Sendable private static func bracket(_ arguments: ArraySlice<String>, _ files: NodeFiles) -> Said {
    guard arguments.last == "]" else { return Said(errors: "[: missing ]\n", status: 2) }
    return test(arguments.dropLast(), files)
  }

  @Sendable private static func basename(_ process: Process) {
    let words = Array(process.arguments)
    var name = Path.name(words.first ?? "")
    if words.count > 1, name.hasSuffix(words[1]) { name.removeLast(words[1].count) }
    process.out(name + "\n")
    process.finish()
  }

  @Sendable private static func dirname(_ process: Process) {
    process.out(Path.parent(process.arguments.first ?? "") + "\n")
    process.finish()
  }

  @Sendable private static func seq(_ process: Process) {
    let numbers = process.arguments.compactMap { Int($0) }
    let low = numbers.count > 1 ? numbers[0] : 1
    let high = numbers.last ?? 0
    process.out(low <= high ? (low...high).map { "\($0)\n" }.joined() : "")
    process.finish()
  }

  @Sendable private static func expr(_ process: Process) {
    let words = Array(process.arguments)
    guard words.count == 3, let left = Int(words[0]), let right = Int(words[2]) else {
      return process.failUsage("expr: syntax error")
    }
    let value = words[1] == "+" ? left + right : words[1] == "-" ? left - right : left * right
    process.out("\(value)\n")
    process.finish(value == 0 ? 1 : 0)
  }
}

/// The expression of `test` and `[`.
struct TestExpression {
  private var words: ArraySlice<String>
  private let files: NodeFiles

  init(_ words: ArraySlice<String>, _ files: NodeFiles) {
    self.words = words
    self.files = files
  }

  var value: Bool {
    var copy = self
    return copy.either()
  }

  private mutating func either() -> Bool {
    var left = both()
    while words.first == "-o" {
      words.removeFirst()
      let right = both()
      left = left || right
    }
    return left
  }

  private mutating func both() -> Bool {
    var left = one()
    while words.first == "-a", words.count > 1 {
      words.removeFirst()
      let right = one()
      left = left && right
    }
    return left
  }

  private mutating func one() -> Bool {
    guard let first = words.popFirst() else { return false }
    if first == "!", !words.isEmpty { return !one() }
    if first == "(" {
      let value = either()
      _ = words.popFirst()
      return value
    }
    if let sign = words.first, TestExpression.binary.contains(sign), words.count > 1 {
      words.removeFirst()
      return compare(first, sign, words.removeFirst())
    }
    if first.hasPrefix("-"), first.count == 2, let operand = words.popFirst() { return unary(first, operand) }
    return !first.isEmpty
  }

  private static let binary: Set<String> = ["=", "==", "!=", "-eq", "-ne", "-lt", "-le", "-gt", "-ge"]

  private func compare(_ left: String, _ sign: String, _ right: String) -> Bool {
    switch sign {
    case "=", "==": return left == right
    case "!=": return left != right
    default: break
    }
    guard let a = Int(left), let b = Int(right) else { return false }
    return switch sign {
    case "-eq": a == b
    case "-ne": a != b
    case "-lt": a < b
    case "-le": a <= b
    case "-gt": a > b
    default: a >= b
    }
  }

  private func unary(_ flag: String, _ operand: String) -> Bool {
    switch flag {
    case "-n": return !operand.isEmpty
    case "-z": return operand.isEmpty
    case "-L", "-h": return files.info(operand, following: false)?.kind == .link
    default: break
    }
    guard let info = files.info(operand) else { return false }
    return switch flag {
    case "-e", "-r": true
    case "-f": info.kind == .file
    case "-d": info.kind == .directory
    case "-c": info.kind == .characterDevice
    case "-b": info.kind == .blockDevice
    case "-s": info.size > 0
    case "-w": info.mode & 0o200 != 0
    case "-x": info.mode & 0o111 != 0
    default: false
    }
  }
}
