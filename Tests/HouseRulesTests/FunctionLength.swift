/// Functions of a file with the lines they span, read from its code.
struct FunctionLength: Hashable {
  var name: String
  /// Line of its `func`, `init`, `deinit` or `subscript`.
  var line: Int
  /// Lines to its closing brace, both counted.
  var lineCount: Int

  static func all(in file: SwiftFile) -> [FunctionLength] {
    let tokens = Token.all(in: file.code)
    return tokens.indices.compactMap { index in
      guard ["func", "init", "deinit", "subscript"].contains(tokens[index].text),
        index == 0 || tokens[index - 1].text != ".", let body = body(after: index, in: tokens)
      else { return nil }
      let name = index + 1 < tokens.count ? tokens[index + 1].text : ""
      let first = tokens[index].line
      return FunctionLength(
        name: tokens[index].text == "func" ? name : tokens[index].text, line: first,
        lineCount: tokens[body.upperBound].line - first + 1)
    }
  }

  /// Braces of the body; nil for a requirement without one.
  private static func body(after start: Int, in tokens: [Token]) -> ClosedRange<Int>? {
    var depth = 0
    for index in (start + 1)..<max(start + 1, tokens.count) {
      switch tokens[index].text {
      case "(", "[": depth += 1
      case ")", "]": depth -= 1
      case "{" where depth == 0: return closing(index, in: tokens).map { index...$0 }
      case "}" where depth == 0: return nil
      case "func", "init", "deinit", "subscript", "var", "let", "case", "associatedtype":
        if depth == 0 && tokens[index - 1].text != "." { return nil }
      default: break
      }
    }
    return nil
  }

  private static func closing(_ open: Int, in tokens: [Token]) -> Int? {
    var depth = 0
    for index in open..<tokens.count {
      if tokens[index].text == "{" { depth += 1 }
      if tokens[index].text == "}" { depth -= 1 }
      if depth == 0 { return index }
    }
    return nil
  }
}

/// A word or a sign of code.
private struct Token {
  var text: String
  var line: Int

  static func all(in code: String) -> [Token] {
    var tokens: [Token] = []
    var word = ""
    var line = 1
    for character in code {
      if CodeScanner.isWord(character) {
        word.append(character)
        continue
      }
      if !word.isEmpty { tokens.append(Token(text: word, line: line)) }
      word = ""
      if character == "\n" {
        line += 1
      } else if !character.isWhitespace {
        tokens.append(.init(text: "\(character)", line: line))
      }
    }
    if !word.isEmpty { tokens.append(Token(text: word, line: line)) }
    return tokens
  }
}
