import TOMLKit

/// Why a theme can't be used.
public struct ThemeError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file, or the name of what was read.
  public var file: String
  /// The line, from 1, where it is known.
  public var line: Int?
  /// What is wrong and what would be right.
  public var message: String

  /// `FILE:LINE: what is wrong`.
  public var description: String { "\(file):\(line.map { "\($0):" } ?? "") \(message)" }
}

/// Reads themes: TOML with a key for each meaning, either `key = "#rrggbb"` or a table with the looks of poorer terminals.
public enum ThemeFile {
  private static let roles: [(key: String, role: Role)] = [
    ("text", .text), ("bright", .bright), ("dim", .dim), ("line", .line), ("ghost", .ghost), ("danger", .danger),
    ("red", .red), ("green", .green), ("yellow", .yellow), ("blue", .blue), ("magenta", .magenta), ("cyan", .cyan),
  ]

  /// The theme that a text describes.
  /// - Throws: the first thing that is wrong, with its line.
  public static func read(_ text: String, file: String) throws(ThemeError) -> Theme {
    let lines = ThemeLines(text)
    let table: TOMLTable
    do {
      table = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      throw ThemeError(file: file, line: error.source.begin.line, message: error.description)
    } catch {
      throw ThemeError(file: file, line: nil, message: "\(error)")
    }
    let reader = InkReader(file: file, lines: lines)
    let known = ["name", "background"] + roles.map(\.key)
    try reader.refuseUnknown(table.keys, known: known, in: nil)
    guard let text = try reader.ink(table["text"], key: "text", fallback: Theme.amber[.text]) else {
      throw ThemeError(file: file, line: nil, message: "the key 'text' is missing, such as text = \"#ffb000\"")
    }
    let derived = Theme(name: "", text: text)
    var others: [Role: Theme.Ink] = [:]
    for (key, role) in roles {
      others[role] = try reader.ink(table[key], key: key, fallback: derived[role])
    }
    var name = file.split(separator: "/").last.map(String.init) ?? file
    if name.hasSuffix(".toml") { name.removeLast(5) }
    if let value = table["name"] {
      guard let given = value.string else {
        throw ThemeError(file: file, line: lines.line(of: "name"), message: "'name' must be text in quotes")
      }
      name = given
    }
    var background: Theme.Ink?
    if table["background"]?.string != "terminal" {
      background = try reader.ink(table["background"], key: "background", fallback: text)
    }
    return Theme(name: name, background: background, text: text, others: others)
  }
}

/// Reads the look of one meaning.
struct InkReader {
  let file: String
  let lines: ThemeLines

  func refuseUnknown(_ keys: [String], known: [String], in table: String?) throws(ThemeError) {
    for key in keys.sorted() where !known.contains(key) {
      throw ThemeError(
        file: file, line: lines.line(of: key, in: table),
        message: "unknown key '\(key)'; known are \(known.joined(separator: ", "))")
    }
  }

  func ink(_ value: (any TOMLValueConvertible)?, key: String, fallback: Theme.Ink) throws(ThemeError) -> Theme.Ink? {
    guard let value else { return nil }
    if let hex = value.string { return Theme.Ink(try color(hex, key: key, in: nil), mono: fallback.mono) }
    guard let table = value.table else {
      throw ThemeError(
        file: file, line: lines.line(of: key), message: "'\(key)' must be a colour such as \"#ffb000\", or a table")
    }
    try refuseUnknown(table.keys, known: ["color", "color256", "color16", "color8", "mono"], in: key)
    guard let hex = table["color"]?.string else {
      throw ThemeError(
        file: file, line: lines.line(of: "color", in: key) ?? lines.line(of: key),
        message: "'\(key)' needs color = \"#rrggbb\"")
    }
    var ink = Theme.Ink(try color(hex, key: "color", in: key), mono: fallback.mono)
    if let number = try number(table["color256"], key: "color256", in: key, below: 256) { ink.color256 = number }
    if let number = try number(table["color16"], key: "color16", in: key, below: 16) {
      ink.color16 = number
      ink.color8 = number % 8
    }
    if let number = try number(table["color8"], key: "color8", in: key, below: 8) { ink.color8 = number }
    if let value = table["mono"] {
      guard let mono = value.string.flatMap(Theme.Mono.init) else {
        let words = Theme.Mono.allCases.map(\.rawValue).joined(separator: ", ")
        throw ThemeError(file: file, line: lines.line(of: "mono", in: key), message: "'mono' must be one of \(words)")
      }
      ink.mono = mono
    }
    return ink
  }

  private func color(_ text: String, key: String, in table: String?) throws(ThemeError) -> RGB {
    if let color = RGB(hex: text) { return color }
    throw ThemeError(
      file: file, line: lines.line(of: key, in: table),
      message: "'\(PlainText.clean(text))' is no colour; write # and six hexadecimal digits, such as \"#ffb000\"")
  }

  private func number(
    _ value: (any TOMLValueConvertible)?, key: String, in table: String, below limit: Int
  ) throws(ThemeError) -> Int? {
    guard let value else { return nil }
    if let number = value.int, number >= 0, number < limit { return number }
    throw ThemeError(
      file: file, line: lines.line(of: key, in: table), message: "'\(key)' must be a number from 0 to \(limit - 1)")
  }
}

/// Lines on which keys stand. The TOML reader keeps positions only of what it cannot read.
struct ThemeLines {
  private let lines: [String]

  init(_ text: String) {
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      String(line.filter { $0 != " " && $0 != "\t" && $0 != "\r" })
    }
  }

  /// The line, from 1, of a key, on its own or in a table.
  func line(of key: String, in table: String? = nil) -> Int? {
    var section: String?
    for (index, line) in lines.enumerated() {
      if line.hasPrefix("["), let end = line.firstIndex(of: "]") {
        section = String(line[line.index(after: line.startIndex)..<end])
        if table == nil, section == key { return index + 1 }
      } else if section == table, ThemeLines.assigns(line, key) {
        return index + 1
      } else if let table, section == nil, ThemeLines.assigns(line, table), line.contains(key) {
        return index + 1
      }
    }
    return nil
  }

  private static func assigns(_ line: String, _ key: String) -> Bool {
    line.hasPrefix("\(key)=") || line.hasPrefix("\"\(key)\"=")
  }
}
