/// Why the practice cluster can't do what was asked.
public struct LabError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What stands in the way.
  public enum Kind: Hashable, Sendable {
    /// A program it is built on is not installed.
    case programMissing
    /// Its directory can't be used.
    case directoryUnusable
    /// One is up in this directory already.
    case alreadyUp
    /// None is up in this directory.
    case notUp
    /// It was started and does not answer.
    case startFailed
  }

  /// What stands in the way.
  public var kind: Kind
  /// What was tried and what came back, in words.
  public var message: String
  /// What to do next.
  public var remedy: String

  /// An error with all that its reader needs to act on it.
  public init(_ kind: Kind, _ message: String, remedy: String) {
    self.kind = kind
    self.message = message
    self.remedy = remedy
  }

  /// The operator's line.
  public var description: String { "\(message); \(remedy)" }
}
