/// A Swift file, as it is and as its code alone.
struct SwiftFile {
  /// Path in the repository.
  var path: String
  var text: String
  /// The text with comments, string contents and quoted names blanked out; lines and columns stay.
  var code: String

  init(path: String, text: String) {
    self.path = path
    self.text = text
    code = CodeScanner.code(of: text)
  }

  /// First folder below Sources or Tests.
  var module: String { path.split(separator: "/").dropFirst().first.map { String($0) } ?? "" }

  var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
  var codeLines: [Substring] { code.split(separator: "\n", omittingEmptySubsequences: false) }

  /// Modules it imports, with their lines.
  var imports: [(module: String, line: Int)] {
    codeLines.enumerated().compactMap { index, line in
      let words = line.split(separator: " ")
      guard let keyword = words.firstIndex(of: "import"), words[..<keyword].allSatisfy(CodeScanner.isImportModifier)
      else { return nil }
      let rest = words[(keyword + 1)...].drop { ["struct", "class", "enum", "protocol", "func", "var"].contains($0) }
      guard let name = rest.first?.split(separator: ".").first else { return nil }
      return (String(name), index + 1)
    }
  }

  /// Lines of code that hold `token`, as a word of its own where it begins or ends like one.
  func lines(with token: String) -> [Int] {
    codeLines.enumerated().compactMap { index, line in
      CodeScanner.contains(token, in: line) ? index + 1 : nil
    }
  }
}
