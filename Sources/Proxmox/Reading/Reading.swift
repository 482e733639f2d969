import Remote

/// One section of a script together with the reading of its answer: command line and parser in one typed value.
protocol Reading {
  /// What is run. Its label names it in messages too, so it is the command or file as an operator would type it.
  static var section: Section { get }
  /// What an operator does when the answer can't be read.
  static var remedy: String { get }
  /// Reads the answer; decides itself which exit statuses are answers.
  init(_ part: SectionedResult.Part) throws(Unreadable)
}

extension Reading {
  static var remedy: String { "run `\(section.label)` on the node and see what it says" }
}

/// What a parser expected, and what it saw instead.
struct Unreadable: Error, Hashable, CustomStringConvertible {
  enum Kind: Hashable {
    /// The text is not what the parser knows.
    case text
    /// The command was ended by its limit of time.
    case timedOut
  }

  var kind: Kind = .text
  var expected: String
  var seen: String

  /// - Parameter seen: what came; shortened here, so that any line may be passed.
  init(expected: String, seen: some StringProtocol) {
    self.expected = expected
    self.seen = Excerpt.of(String(seen))
  }

  var description: String {
    switch kind {
    case .text: seen.isEmpty ? "expected \(expected), saw nothing" : "expected \(expected), saw '\(seen)'"
    case .timedOut: seen
    }
  }

  static func timedOut(seconds: Int) -> Unreadable {
    var failure = Unreadable(expected: "an answer", seen: "no answer within \(seconds) s")
    failure.kind = .timedOut
    return failure
  }
}

extension SectionedResult.Part {
  /// Throws unless the command ended with one of these statuses.
  func requireStatus(_ accepted: Int32..., of section: Section) throws(Unreadable) {
    guard let status, !accepted.contains(status) else { return }
    // 124 is `timeout`'s own word, 137 what is left after its KILL.
    if let limit = section.command.limitSeconds, status == 124 || status == 137 {
      throw .timedOut(seconds: limit)
    }
    let said = Excerpt.errors(errors).isEmpty ? Excerpt.of(output) : Excerpt.errors(errors)
    throw Unreadable(expected: "success", seen: "exit status \(status)" + (said.isEmpty ? "" : ": \(said)"))
  }

  /// Whether every complaint is that a file is not there.
  var onlyMissesFiles: Bool {
    let complaints = Excerpt.complaints(errors)
    return !complaints.isEmpty && complaints.allSatisfy { $0.hasSuffix("No such file or directory") }
  }
}
