/// Sentences broken into lines.
enum Paragraph {
  /// Width of plain output: it also fits a terminal of the smallest usual size, a mail and a log.
  static let widthMax = 80

  /// Breaks a text at blanks. A word that is longer than a line stands alone on its own.
  static func lines(_ text: String, indent: Int = 0, hanging: Int? = nil, width: Int = widthMax) -> [String] {
    var lines: [String] = []
    var line = String(repeating: " ", count: indent)
    var isEmpty = true
    for word in text.printable.split(separator: " ") {
      if !isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = String(repeating: " ", count: hanging ?? indent)
        isEmpty = true
      }
      line += (isEmpty ? "" : " ") + word
      isEmpty = false
    }
    return isEmpty ? lines : lines + [line]
  }
}
