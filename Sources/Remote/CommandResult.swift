/// What came back from a command line.
public struct CommandResult: Hashable, Sendable {
  /// How a command ended.
  public enum Exit: Hashable, Sendable {
    /// With an exit status.
    case status(Int32)
    /// By a signal, named without `SIG`.
    case signal(String)
    /// The channel closed without either, as it does when a node goes down.
    case none
  }

  /// Bytes of standard output.
  public var output: [UInt8]
  /// Bytes of standard error.
  public var errors: [UInt8]
  /// How it ended.
  public var exit: Exit

  /// Output, error output and end of a command.
  public init(output: [UInt8] = [], errors: [UInt8] = [], exit: Exit = .status(0)) {
    self.output = output
    self.errors = errors
    self.exit = exit
  }

  /// Standard output as text; bytes that are no UTF-8 become U+FFFD.
  public var outputText: String { String(decoding: output, as: UTF8.self) }

  /// Standard error as text; bytes that are no UTF-8 become U+FFFD.
  public var errorText: String { String(decoding: errors, as: UTF8.self) }

  /// What came back from several lines, as if it had from one; it ended well if each did.
  public init(joining results: [CommandResult]) {
    self.init(
      output: CommandResult.joined(results.map(\.output)), errors: CommandResult.joined(results.map(\.errors)),
      exit: results.first { !$0.succeeded }?.exit ?? .status(0))
  }

  /// One after the other, each on lines of its own. What was cut in a label is half a label: it is left out, or it would
  /// count as a whole one.
  private static func joined(_ texts: [[UInt8]]) -> [UInt8] {
    let feed = UInt8(ascii: "\n")
    guard texts.count > 1 else { return texts.first ?? [] }
    return texts.reduce(into: []) { all, text in
      let rest = text.lastIndex(of: feed).map { $0 + 1 } ?? 0
      all += text[rest...].first == UInt8(ascii: "@") ? text[..<rest] : text[...]
      if let last = all.last, last != feed { all.append(feed) }
    }
  }

  /// Whether it ended with status 0.
  public var succeeded: Bool { exit == .status(0) }
}
