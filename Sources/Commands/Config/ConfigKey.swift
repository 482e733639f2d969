import Cluster

/// One key of a section: its name, and how its value gets into the value that the section describes.
struct ConfigKey<Target> {
  /// The key as written, in snake_case.
  var name: String
  /// Checks the value and stores it.
  var store: (ConfigValue, inout Target) throws(ConfigProblem) -> Void
}

extension ConfigTable {
  /// Stores what is written here over what `target` holds already: that is how a cluster's section overrides a
  /// shared one, and a shared one the defaults.
  func store<Target>(
    _ keys: [ConfigKey<Target>], in target: inout Target, section: String, problems: inout [ConfigProblem]
  ) {
    for entry in entries {
      let (name, value) = (entry.key, entry.value)
      guard let key = keys.first(where: { $0.name == name }) else {
        problems.append(.unknownKey(name, line: value.line, section: section, known: keys.map(\.name)))
        continue
      }
      do {
        try key.store(value, &target)
      } catch {
        problems.append(ConfigProblem(line: error.line, message: "\(name): \(error.message)"))
      }
    }
  }
}

extension ConfigProblem {
  static func unknownKey(_ name: String, line: Int, section: String, known: [String]) -> ConfigProblem {
    ConfigProblem(
      line: line, message: "unknown key '\(name)' in \(section)" + KeySuggestion.hint(for: name, among: known))
  }
}

extension ConfigKey {
  /// A text that `read` makes a value of; `read` gives nil for a text that is none.
  static func text<Value>(
    _ name: String, _ path: WritableKeyPath<Target, Value>, as wanted: String,
    _ read: @escaping (String) -> Value?
  ) -> ConfigKey {
    ConfigKey(name: name) { value, target throws(ConfigProblem) in
      let text = try value.string()
      guard let result = read(text) else {
        throw ConfigProblem(line: value.line, message: "'\(text)' is not \(wanted)")
      }
      target[keyPath: path] = result
    }
  }

  /// A text without blank or control characters.
  static func word(_ name: String, _ path: WritableKeyPath<Target, String>) -> ConfigKey {
    text(name, path, as: "a single word") { $0.isPlainWord ? $0 : nil }
  }

  /// A path, with `~` for the home directory and relative paths from the configuration's own directory.
  static func path(_ name: String, _ path: WritableKeyPath<Target, String>, at place: ConfigPlace) -> ConfigKey {
    text(name, path, as: "a path") { $0.isEmpty ? nil : place.absolute($0) }
  }

  /// One path or several.
  static func paths(_ name: String, _ path: WritableKeyPath<Target, [String]>, at place: ConfigPlace) -> ConfigKey {
    ConfigKey(name: name) { value, target throws(ConfigProblem) in
      var texts: [String] = []
      if case .array(let elements) = value.content {
        for element in elements { texts.append(try element.string()) }
      } else {
        texts.append(try value.string(orElse: "a path or an array of paths"))
      }
      if texts.contains("") { throw ConfigProblem(line: value.line, message: "an empty path") }
      target[keyPath: path] = texts.map(place.absolute)
    }
  }

  /// One of the words of an enumeration.
  static func choice<Choice: RawRepresentable & CaseIterable>(
    _ name: String, _ path: WritableKeyPath<Target, Choice>
  ) -> ConfigKey where Choice.RawValue == String {
    ConfigKey(name: name) { value, target throws(ConfigProblem) in target[keyPath: path] = try value.choice() }
  }

  /// One of the words of an enumeration, for a value that may be missing.
  static func choice<Choice: RawRepresentable & CaseIterable>(
    _ name: String, _ path: WritableKeyPath<Target, Choice?>
  ) -> ConfigKey where Choice.RawValue == String {
    ConfigKey(name: name) { value, target throws(ConfigProblem) in target[keyPath: path] = try value.choice() }
  }

  /// A whole number within limits.
  static func integer(_ name: String, _ path: WritableKeyPath<Target, Int>, in range: ClosedRange<Int>) -> ConfigKey {
    ConfigKey(name: name) { value, target throws(ConfigProblem) in
      target[keyPath: path] = try value.integer(in: range)
    }
  }

  /// A number within limits.
  static func number(
    _ name: String, _ path: WritableKeyPath<Target, Double>, in range: ClosedRange<Double>
  ) -> ConfigKey {
    ConfigKey(name: name) { value, target throws(ConfigProblem) in
      let number: Double
      switch value.content {
      case .integer(let whole): number = Double(whole)
      case .number(let fraction): number = fraction
      default: throw value.mismatch("a number")
      }
      guard range.contains(number) else {
        throw ConfigProblem(
          line: value.line, message: "\(number) is not from \(range.lowerBound) to \(range.upperBound)")
      }
      target[keyPath: path] = number
    }
  }

  /// True or false.
  static func flag(_ name: String, _ path: WritableKeyPath<Target, Bool>) -> ConfigKey {
    ConfigKey(name: name) { value, target throws(ConfigProblem) in
      guard case .boolean(let flag) = value.content else { throw value.mismatch("true or false") }
      target[keyPath: path] = flag
    }
  }

  /// A duration in seconds within limits, which are given in seconds.
  static func duration(
    _ name: String, _ path: WritableKeyPath<Target, Double>, in range: ClosedRange<Double>
  ) -> ConfigKey {
    ConfigKey(name: name) { value, target throws(ConfigProblem) in
      target[keyPath: path] = try value.seconds(in: range)
    }
  }
}

extension ConfigValue {
  func mismatch(_ wanted: String) -> ConfigProblem {
    ConfigProblem(line: line, message: "must be \(wanted), not \(kind)")
  }

  func string(orElse wanted: String = "a string") throws(ConfigProblem) -> String {
    guard case .string(let text) = content else { throw mismatch(wanted) }
    return text
  }

  /// One of the words of an enumeration.
  func choice<Choice: RawRepresentable & CaseIterable>() throws(ConfigProblem) -> Choice
  where Choice.RawValue == String {
    let text = try string()
    let known = Choice.allCases.map(\.rawValue)
    guard let choice = Choice(rawValue: text) else {
      throw ConfigProblem(
        line: line,
        message: "'\(text)' is none of \(known.joined(separator: ", "))" + KeySuggestion.hint(for: text, among: known))
    }
    return choice
  }

  /// Ids of guests.
  func guestIDs() throws(ConfigProblem) -> [GuestID] {
    guard case .array(let elements) = content else {
      throw ConfigProblem(line: line, message: "must be an array of guest ids, not \(kind)")
    }
    var ids: [GuestID] = []
    for element in elements { ids.append(GuestID(try element.integer(in: 100...999_999_999))) }
    return ids
  }

  /// Texts, none of them empty.
  func strings() throws(ConfigProblem) -> [String] {
    guard case .array(let elements) = content else {
      throw ConfigProblem(line: line, message: "must be an array of strings, not \(kind)")
    }
    var texts: [String] = []
    for element in elements { texts.append(try element.string()) }
    if texts.contains("") { throw ConfigProblem(line: line, message: "an empty string") }
    return texts
  }

  func integer(in range: ClosedRange<Int>) throws(ConfigProblem) -> Int {
    guard case .integer(let number) = content else { throw mismatch("a whole number") }
    guard range.contains(number) else {
      throw ConfigProblem(line: line, message: "\(number) is not from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  func seconds(in range: ClosedRange<Double>) throws(ConfigProblem) -> Double {
    let wanted = "a duration such as \"90s\", \"10m\" or \"1h30m\""
    let seconds: Double
    switch content {
    case .integer(let whole): seconds = Double(whole)
    case .number(let fraction): seconds = fraction
    case .string(let text):
      guard let read = DurationText.seconds(text) else {
        throw ConfigProblem(line: line, message: "'\(text)' is not \(wanted)")
      }
      seconds = read
    default: throw mismatch(wanted)
    }
    guard range.contains(seconds) else {
      throw ConfigProblem(
        line: line,
        message: "\(DurationText.text(seconds)) is not from \(DurationText.text(range.lowerBound)) to "
          + DurationText.text(range.upperBound))
    }
    return seconds
  }

  func table(orElse wanted: String = "a table") throws(ConfigProblem) -> ConfigTable {
    guard case .table(let table) = content else { throw mismatch(wanted) }
    return table
  }
}

extension String {
  /// Whether it is one word: not empty, no blanks, no control characters.
  var isPlainWord: Bool { !isEmpty && unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F } }
}
