import Remote

/// The answer to a script of readings: gives each one, or says in full why not.
struct Answer {
  let host: String
  let tried: String
  private let result: CommandResult
  private let parts: SectionedResult

  init(_ result: CommandResult, marker: String, host: String, tried: String) {
    self.result = result
    self.host = host
    self.tried = tried
    parts = SectionedResult(result, marker: marker)
  }

  /// What nothing can be said without.
  func essential<Value: Reading>(_ type: Value.Type) throws(NodeError) -> Value {
    let section = type.section
    let part = try part(section.label)
    do {
      return try Value(part)
    } catch {
      throw failure(error, label: section.label, remedy: type.remedy)
    }
  }

  /// What may fail without spoiling the rest: then a sentence says so.
  func optional<Value: Reading>(_ type: Value.Type, problems: inout [String]) throws(NodeError) -> Value? {
    let section = type.section
    let part = try part(section.label)
    do {
      return try Value(part)
    } catch {
      problems.append("`\(section.label)` could not be read: \(error)")
      return nil
    }
  }

  /// The whole answer under a label.
  func part(_ label: String) throws(NodeError) -> SectionedResult.Part {
    let part = parts[label]
    if part.status != nil { return part }
    let seen = Excerpt.of(result.outputText + "\n" + result.errorText)
    switch result.exit {
    case .status(let status):
      throw NodeError(
        kind: .unreadable, host: host, tried: tried,
        answered: "the answer to `\(label)` is missing; exit status \(status), saw '\(seen)'",
        remedy: "check that the login gets a plain POSIX shell that may run this")
    case .signal, .none:
      throw NodeError(
        kind: .connectionLost, host: host, tried: tried, answered: "the answer broke off before the end of `\(label)`",
        remedy: "it is asked again; see whether `ssh root@\(host)` works")
    }
  }

  func failure(_ error: Unreadable, label: String, remedy: String) -> NodeError {
    NodeError(
      kind: error.kind == .timedOut ? .deadlineExceeded : .unreadable, host: host, tried: "\(tried), `\(label)`",
      answered: error.description, remedy: remedy)
  }
}
