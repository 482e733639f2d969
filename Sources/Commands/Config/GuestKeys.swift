import Cluster
import Planning

// The tables [[cluster.NAME.guest]]: what is wanted of certain guests.

extension GuestRule {
  private static var keys: [ConfigKey<GuestRule>] {
    [
      ConfigKey(name: "id") { value, rule throws(ConfigProblem) in
        rule.ids = try value.list { element throws(ConfigProblem) in
          GuestID(try element.integer(in: 100...999_999_999))
        }
      },
      ConfigKey(name: "name") { value, rule throws(ConfigProblem) in
        rule.names = try value.words().map { NamePattern($0) }
      },
      ConfigKey(name: "tag") { value, rule throws(ConfigProblem) in rule.tags = try value.words() },
      ConfigKey(name: "pool") { value, rule throws(ConfigProblem) in rule.pools = try value.words() },
      .choice("type", \.kind),
    ] + wishes
  }

  private static var wishes: [ConfigKey<GuestRule>] {
    [
      .choice("policy", \.handling),
      ConfigKey(name: "shutdown_timeout") { value, rule throws(ConfigProblem) in
        rule.shutdownSeconds = Int(try value.seconds(in: 1...3600).rounded(.up))
      },
      ConfigKey(name: "force_stop") { value, rule throws(ConfigProblem) in
        guard case .boolean(let flag) = value.content else { throw value.mismatch("true or false") }
        rule.mayForceStop = flag
      },
      ConfigKey(name: "order") { value, rule throws(ConfigProblem) in rule.order = try value.integer(in: 0...9999) },
      ConfigKey(name: "after") { value, rule throws(ConfigProblem) in
        rule.after = try value.list { element throws(ConfigProblem) in
          if case .string(let text) = element.content, !text.isEmpty { return .name(NamePattern(text)) }
          guard case .integer = element.content else { throw element.mismatch("a guest's id or name") }
          return .id(GuestID(try element.integer(in: 100...999_999_999)))
        }
      },
      ConfigKey(name: "healthy") { value, rule throws(ConfigProblem) in rule.probe = try HealthProbe(value) },
      .choice("keep", \.keep),
      ConfigKey(name: "nodes") { value, rule throws(ConfigProblem) in
        rule.nodes = try value.list { element throws(ConfigProblem) in
          let text = try element.string()
          if let name = NodeName(text) { return name }
          throw ConfigProblem(
            line: element.line, message: "'\(text)' is not a node name (letters, digits and hyphens)")
        }
      },
      ConfigKey(name: "strict") { value, rule throws(ConfigProblem) in
        guard case .boolean(let flag) = value.content else { throw value.mismatch("true or false") }
        rule.isStrict = flag
      },
    ]
  }

  /// The rules of `guest`, in the order of the file.
  static func list(_ value: ConfigValue, problems: inout [ConfigProblem]) -> [GuestRule] {
    guard case .array(let elements) = value.content else {
      problems.append(
        ConfigProblem(line: value.line, message: "guest: must be tables [[cluster.NAME.guest]], not \(value.kind)"))
      return []
    }
    return elements.compactMap { element in
      guard case .table(let table) = element.content else {
        problems.append(
          ConfigProblem(line: element.line, message: "guest: an entry must be a table, not \(element.kind)"))
        return nil
      }
      var rule = GuestRule()
      table.store(keys, in: &rule, section: "[[guest]]", problems: &problems)
      let wishes = Set(self.wishes.map(\.name))
      let known = Set(keys.map(\.name))
      let named = table.entries.map(\.key).filter { known.contains($0) }
      if named.allSatisfy(wishes.contains) {
        problems.append(
          ConfigProblem(
            line: table.line, message: "a [[guest]] says of nobody what it wants; give id, name, tag, pool or type"))
      } else if !named.contains(where: wishes.contains) {
        problems.append(
          ConfigProblem(line: table.line, message: "a [[guest]] wants nothing; give policy, order or another wish"))
      }
      return rule
    }
  }
}

extension HealthProbe {
  private struct Draft {
    var checks: [HealthProbe.Check] = []
    var limitSeconds = 60.0
  }

  private static var keys: [ConfigKey<Draft>] {
    [
      ConfigKey(name: "tcp") { value, draft throws(ConfigProblem) in
        let text = try value.string()
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
          (1...65_535).contains(port), HostConfig.isAddress(host(text[..<colon]))
        else { throw ConfigProblem(line: value.line, message: "'\(text)' is not HOST:PORT") }
        draft.checks.append(.tcp(host: host(text[..<colon]), port: port))
      },
      ConfigKey(name: "http") { value, draft throws(ConfigProblem) in
        let text = try value.string()
        guard text.hasPrefix("http://") || text.hasPrefix("https://"), text.isPlainWord else {
          throw ConfigProblem(line: value.line, message: "'\(text)' is not a URL with http or https")
        }
        draft.checks.append(.http(url: text))
      },
      ConfigKey(name: "command") { value, draft throws(ConfigProblem) in
        guard case .array = value.content else { throw value.mismatch("an array: a program and its arguments") }
        draft.checks.append(.command(try value.words()))
      },
      .duration("within", \.limitSeconds, in: 1...3600),
    ]
  }

  /// An IPv6 address stands in brackets, which are not part of it.
  private static func host(_ text: Substring) -> String {
    text.hasPrefix("[") && text.hasSuffix("]") ? String(text.dropFirst().dropLast()) : String(text)
  }

  fileprivate init(_ value: ConfigValue) throws(ConfigProblem) {
    var draft = Draft()
    var problems: [ConfigProblem] = []
    try value.table().store(HealthProbe.keys, in: &draft, section: "healthy", problems: &problems)
    if let first = problems.first { throw first }
    guard let check = draft.checks.first, draft.checks.count == 1 else {
      throw ConfigProblem(line: value.line, message: "needs one of tcp, http and command")
    }
    self.init(check, limitSeconds: draft.limitSeconds)
  }
}

extension ConfigValue {
  /// One value or an array of them.
  fileprivate func list<Element>(
    _ read: (ConfigValue) throws(ConfigProblem) -> Element
  ) throws(ConfigProblem) -> [Element] {
    guard case .array(let values) = content else { return [try read(self)] }
    var elements: [Element] = []
    for value in values { elements.append(try read(value)) }
    if elements.isEmpty { throw ConfigProblem(line: line, message: "is empty") }
    return elements
  }

  /// One text or several, none of them empty.
  fileprivate func words() throws(ConfigProblem) -> [String] {
    try list { value throws(ConfigProblem) in
      let text = try value.string()
      if text.isEmpty { throw ConfigProblem(line: value.line, message: "an empty text") }
      return text
    }
  }
}
