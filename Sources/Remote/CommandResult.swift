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

  /// Whether it ended with status 0.
  public var succeeded: Bool { exit == .status(0) }
}
