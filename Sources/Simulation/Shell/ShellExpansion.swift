extension ShellWord {
  /// Every command substitution in it, in order.
  var substitutions: [ShellSubstitution] {
    pieces.flatMap { piece -> [ShellSubstitution] in
      switch piece {
      case .command(let substitution, _): return [substitution]
      case .arithmetic(let word, _): return word.substitutions
      case .parameter(let parameter, _):
        switch parameter.operation {
        case .plain, .length: return []
        case .defaultValue(let word, _), .alternative(let word, _), .assign(let word, _), .withoutPrefix(let word, _),
          .withoutSuffix(let word, _):
          return word.substitutions
        }
      case .text, .empty: return []
      }
    }
  }

  var hasSubstitution: Bool {
    pieces.contains { piece in
      switch piece {
      case .text, .empty: false
      case .command: true
      case .arithmetic(let word, _): word.hasSubstitution
      case .parameter(let parameter, _):
        switch parameter.operation {
        case .plain, .length: false
        case .defaultValue(let word, _), .alternative(let word, _), .assign(let word, _), .withoutPrefix(let word, _),
          .withoutSuffix(let word, _):
          word.hasSubstitution
        }
      }
    }
  }
}

extension ShellWord {
  /// Whether it stays one field whatever it expands to.
  fileprivate var isOneField: Bool {
    !pieces.isEmpty
      && pieces.allSatisfy { piece in
        switch piece {
        case .text(_, quoted: true), .command(_, quoted: true), .arithmetic(_, quoted: true): true
        case .parameter(let parameter, quoted: true): parameter.name != "@"
        case .text(let text, quoted: false): !ShellPattern.mayMatch(text)
        default: false
        }
      }
  }
}

/// Output of command substitutions by identity.
typealias ShellOutputs = [ObjectIdentifier: String]

extension ShellInterpreter {
  /// Words to fields: expansion, splitting, file names.
  func expand(_ words: [ShellWord], _ streams: Streams, _ done: @escaping ([String]) -> Void) {
    guard words.contains(where: \.hasSubstitution) else { return done(words.flatMap { fields(of: $0, [:]) }) }
    substitute(words.flatMap(\.substitutions), streams) { outputs in
      done(words.flatMap { self.fields(of: $0, outputs) })
    }
  }

  /// One word to one text, as in an assignment: neither split nor matched against files.
  func expandText(_ word: ShellWord, _ streams: Streams, _ done: @escaping (String) -> Void) {
    guard word.hasSubstitution else { return done(text(of: word, [:])) }
    substitute(word.substitutions, streams) { outputs in done(self.text(of: word, outputs)) }
  }

  private func substitute(
    _ substitutions: [ShellSubstitution], _ streams: Streams, _ done: @escaping (ShellOutputs) -> Void
  ) {
    var outputs: ShellOutputs = [:]
    inTurn(substitutions.count) { index, next in
      let collector = Collector()
      var inner = streams
      inner[1] = collector
      let child = ShellInterpreter(subshellOf: self) { status in
        self.lastStatus = status
        var bytes = collector.bytes[...]
        while bytes.last == 0x0A { bytes.removeLast() }
        outputs[ObjectIdentifier(substitutions[index])] = String(decoding: bytes, as: UTF8.self)
        next()
      }
      child.run(substitutions[index].body, inner, tested: true) { child.exit($0) }
    } done: {
      done(outputs)
    }
  }

  /// A word while it is expanded: finished fields, and the one that is being built, as text and as pattern.
  private struct Builder {
    var fields: [(text: String, pattern: String)] = []
    var text = ""
    var pattern = ""
    var isOpen = false

    mutating func add(_ more: String, quoted: Bool) {
      text += more
      pattern += quoted ? ShellPattern.escaped(more) : more
      isOpen = true
    }

    mutating func close() {
      if isOpen { fields.append((text, pattern)) }
      text = ""
      pattern = ""
      isOpen = false
    }

    mutating func addSplit(_ value: String) {
      if !value.utf8.contains(where: { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A }) {
        if !value.isEmpty { add(value, quoted: false) }
        return
      }
      var part = ""
      for character in value {
        if character == " " || character == "\t" || character == "\n" {
          if !part.isEmpty { add(part, quoted: false) }
          part = ""
          close()
        } else {
          part.append(character)
        }
      }
      if !part.isEmpty { add(part, quoted: false) }
    }
  }

  func fields(of word: ShellWord, _ outputs: ShellOutputs) -> [String] {
    if word.isOneField { return [text(of: word, outputs)] }
    var builder = Builder()
    for piece in word.pieces { add(piece, to: &builder, outputs) }
    builder.close()
    return builder.fields.flatMap { field -> [String] in
      guard ShellPattern.mayMatch(field.pattern), ShellPattern(field.pattern).isPattern else { return [field.text] }
      let names = node.files.names(matching: field.pattern)
      return names.isEmpty ? [field.text] : names
    }
  }

  private func add(_ piece: ShellPiece, to builder: inout Builder, _ outputs: ShellOutputs) {
    switch piece {
    case .empty: builder.isOpen = true
    case .text(let text, let quoted): builder.add(text, quoted: quoted)
    case .parameter(let parameter, quoted: true) where parameter.name == "@":
      for (index, value) in positional.enumerated() {
        if index > 0 { builder.close() }
        builder.add(value, quoted: true)
      }
    case .parameter(let parameter, quoted: false) where parameter.name == "@" || parameter.name == "*":
      for (index, value) in positional.enumerated() {
        if index > 0 { builder.close() }
        builder.addSplit(value)
      }
    case .parameter(_, let quoted), .command(_, let quoted), .arithmetic(_, let quoted):
      let value = text(of: piece, outputs)
      if quoted { builder.add(value, quoted: true) } else { builder.addSplit(value) }
    }
  }

  func text(of word: ShellWord, _ outputs: ShellOutputs) -> String {
    word.pieces.reduce(into: "") { $0 += text(of: $1, outputs) }
  }

  private func text(of piece: ShellPiece, _ outputs: ShellOutputs) -> String {
    switch piece {
    case .empty: ""
    case .text(let text, _): text
    case .parameter(let parameter, _): value(of: parameter, outputs)
    case .command(let substitution, _): outputs[ObjectIdentifier(substitution)] ?? ""
    case .arithmetic(let word, _): String(ShellArithmetic.value(of: text(of: word, outputs), in: self))
    }
  }

  /// The word as a pattern: what was quoted stands for itself.
  func pattern(of word: ShellWord, _ outputs: ShellOutputs) -> String {
    word.pieces.map { piece in
      let text = self.text(of: piece, outputs)
      return switch piece {
      case .text(_, quoted: false), .parameter(_, quoted: false), .command(_, quoted: false): text
      default: ShellPattern.escaped(text)
      }
    }.joined()
  }

  /// Value of a parameter; nil when unset.
  func lookUp(_ name: String) -> String? {
    switch name {
    case "?": return String(lastStatus)
    case "#": return String(positional.count)
    case "@", "*": return positional.isEmpty ? nil : positional.joined(separator: " ")
    case "$": return String(process.pid)
    case "!": return nil
    case "-": return endsOnError ? "e" : ""
    case "0": return self.name
    default:
      guard let number = Int(name) else { return variables[name] }
      return number <= positional.count ? positional[number - 1] : nil
    }
  }

  private func value(of parameter: ShellParameter, _ outputs: ShellOutputs) -> String {
    let value = lookUp(parameter.name)
    func isMissing(_ whenEmpty: Bool) -> Bool { value == nil || (whenEmpty && value == "") }
    switch parameter.operation {
    case .plain: return value ?? ""
    case .length: return String((value ?? "").count)
    case .defaultValue(let word, let whenEmpty):
      return isMissing(whenEmpty) ? text(of: word, outputs) : value ?? ""
    case .alternative(let word, let whenEmpty): return isMissing(whenEmpty) ? "" : text(of: word, outputs)
    case .assign(let word, let whenEmpty):
      guard isMissing(whenEmpty) else { return value ?? "" }
      let assigned = text(of: word, outputs)
      variables[parameter.name] = assigned
      return assigned
    case .withoutPrefix(let word, let longest):
      return cut(value ?? "", pattern(of: word, outputs), fromStart: true, longest: longest)
    case .withoutSuffix(let word, let longest):
      return cut(value ?? "", pattern(of: word, outputs), fromStart: false, longest: longest)
    }
  }

  private func cut(_ value: String, _ pattern: String, fromStart: Bool, longest: Bool) -> String {
    let matcher = ShellPattern(pattern)
    let lengths = Array(0...value.count)
    for length in longest ? lengths.reversed() : lengths {
      let part = fromStart ? value.prefix(length) : value.suffix(length)
      if matcher.matches(part) { return String(fromStart ? value.dropFirst(length) : value.dropLast(length)) }
    }
    return value
  }
}
