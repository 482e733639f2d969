/// `$(( … ))`: integers, variables, + - * / %, comparisons, && and ||, parentheses.
struct ShellArithmetic {
  private var rest: Substring
  private let shell: ShellInterpreter

  static func value(of text: String, in shell: ShellInterpreter) -> Int {
    var parser = ShellArithmetic(rest: Substring(text), shell: shell)
    return parser.binary(0)
  }

  private static let levels: [[String]] = [
    ["||"], ["&&"], ["==", "!="], ["<=", ">=", "<", ">"], ["+", "-"], ["*", "/", "%"],
  ]

  private mutating func take(_ candidates: [String]) -> String? {
    rest = rest.drop { $0.isWhitespace }
    guard let found = candidates.first(where: { rest.hasPrefix($0) }) else { return nil }
    rest.removeFirst(found.count)
    return found
  }

  private mutating func binary(_ level: Int) -> Int {
    guard level < ShellArithmetic.levels.count else { return unary() }
    var left = binary(level + 1)
    while let sign = take(ShellArithmetic.levels[level]) {
      let right = binary(level + 1)
      left = ShellArithmetic.apply(sign, left, right)
    }
    return left
  }

  private static func apply(_ sign: String, _ left: Int, _ right: Int) -> Int {
    switch sign {
    case "||": left != 0 || right != 0 ? 1 : 0
    case "&&": left != 0 && right != 0 ? 1 : 0
    case "==": left == right ? 1 : 0
    case "!=": left != right ? 1 : 0
    case "<=": left <= right ? 1 : 0
    case ">=": left >= right ? 1 : 0
    case "<": left < right ? 1 : 0
    case ">": left > right ? 1 : 0
    case "+": left &+ right
    case "-": left &- right
    case "*": left &* right
    case "/": right == 0 ? 0 : left / right
    default: right == 0 ? 0 : left % right
    }
  }

  private mutating func unary() -> Int {
    switch take(["-", "+", "!", "("]) {
    case "-": return -unary()
    case "+": return unary()
    case "!": return unary() == 0 ? 1 : 0
    case "(":
      let value = binary(0)
      _ = take([")"])
      return value
    default: break
    }
    let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    rest.removeFirst(word.count)
    if let number = Int(word) { return number }
    return Int(shell.lookUp(String(word)) ?? "") ?? 0
  }
}
