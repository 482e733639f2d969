/// Text in lines that break between words.
enum Wrap {
  /// The text in lines of at most `width` columns, no more than `linesMax` of them; what is left out leaves an
  /// ellipsis. A word that is wider than a line is broken.
  static func lines(_ text: String, width: Int, linesMax: Int = .max) -> [String] {
    guard width > 0, linesMax > 0 else { return [] }
    let clean = PlainText.clean(text)
    if TextWidth.of(clean) <= width { return [clean] }
    var lines: [String] = []
    var rest = Substring(clean)
    while !rest.isEmpty {
      if lines.count == linesMax - 1 {
        lines.append(TextWidth.fit(String(rest), width))
        break
      }
      let line = nextLine(&rest, width: width)
      lines.append(line)
    }
    return lines
  }

  private static func nextLine(_ rest: inout Substring, width: Int) -> String {
    var fitting = Substring(TextWidth.prefix(of: String(rest), columns: width))
    if fitting.unicodeScalars.count < rest.unicodeScalars.count {
      if let blank = fitting.lastIndex(of: " "), fitting[..<blank].contains(where: { $0 != " " }) {
        let next = rest.unicodeScalars.dropFirst(fitting.unicodeScalars.count).first
        if next != " " { fitting = fitting[..<blank] }
      }
      // A single character may be wider than the line: it must go all the same, or nothing ever ends.
      if fitting.isEmpty { fitting = rest.prefix(1) }
    }
    var scalars = rest.unicodeScalars.dropFirst(fitting.unicodeScalars.count)
    while scalars.first == " " { scalars.removeFirst() }
    rest = Substring(scalars)
    return String(fitting)
  }
}
