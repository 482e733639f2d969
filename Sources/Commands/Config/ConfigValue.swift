import TOMLKit

/// A value of a configuration file as it was written, with its line.
struct ConfigValue {
  /// What a value is.
  enum Content {
    case table(ConfigTable)
    case array([ConfigValue])
    case string(String)
    case integer(Int)
    case number(Double)
    case boolean(Bool)
    /// A date or a time, which no key takes.
    case moment
  }

  /// Line in the file, from 1.
  var line: Int
  /// The value.
  var content: Content

  /// What it is, for messages.
  var kind: String {
    switch content {
    case .table: "a table"
    case .array: "an array"
    case .string: "a string"
    case .integer, .number: "a number"
    case .boolean: "true or false"
    case .moment: "a date or time"
    }
  }
}

/// A key of a table with its value.
struct ConfigEntry {
  var key: String
  var value: ConfigValue
}

/// A table of a configuration file as it was written.
struct ConfigTable {
  /// Line of its heading or first key.
  var line: Int
  /// Keys with their values, in the order of the file.
  var entries: [ConfigEntry]

  /// The value of a key.
  subscript(key: String) -> ConfigValue? { entries.first { $0.key == key }?.value }
}

extension ConfigTable {
  /// Reads a TOML document.
  /// - Throws: what makes it no TOML; the parser stops at the first mistake in the grammar.
  init(document: String) throws(ConfigProblem) {
    let table: TOMLTable
    do {
      table = try TOMLTable(string: document)
    } catch let error as TOMLParseError {
      throw ConfigProblem(line: error.source.begin.line, message: "not TOML: \(error.description)")
    } catch {
      throw ConfigProblem(line: 0, message: "not TOML: \(error)")
    }
    self.init(table, lines: ConfigLines(document: document))
  }

  fileprivate init(_ table: TOMLTable, lines: ConfigLines) {
    line = lines.line
    entries = table.keys.compactMap { key in
      table[key].map { ConfigEntry(key: key, value: ConfigValue($0, lines: lines[key])) }
    }
    entries.sort { ($0.value.line, $0.key) < ($1.value.line, $1.key) }
  }
}

extension ConfigValue {
  fileprivate init(_ value: any TOMLValueConvertible, lines: ConfigLines) {
    line = lines.line
    if let table = value.table {
      content = .table(ConfigTable(table, lines: lines))
    } else if let array = value.array {
      content = .array(array.indices.map { ConfigValue(array[$0], lines: lines[$0]) })
    } else if let text = value.string {
      content = .string(text)
    } else if let integer = value.int {
      content = .integer(integer)
    } else if let number = value.double {
      content = .number(number)
    } else if let flag = value.bool {
      content = .boolean(flag)
    } else {
      content = .moment
    }
  }
}
