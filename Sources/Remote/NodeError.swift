/// Why a command line could not be run on a host, or its answer not be read.
public struct NodeError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What went wrong.
  public enum Kind: Hashable, Sendable {
    /// No connection: refused, no route, no answer, name unknown.
    case unreachable
    /// The connection broke while the command ran; whether it was carried out is not known.
    case connectionLost
    /// The command did not end within its deadline.
    case deadlineExceeded
    /// The host is not in known_hosts. `fingerprint` is `SHA256:…`.
    case hostKeyUnknown(fingerprint: String)
    /// The host shows another key than known_hosts holds.
    case hostKeyChanged(fingerprint: String)
    /// No key or agent identity was accepted.
    case loginRefused
    /// A key file can't be used: missing, unreadable, of a kind the library can't sign with.
    case keyUnusable
    /// The server refused to open a channel.
    case channelRefused
    /// The answer was not what the question expects.
    case unreadable
    /// The command ran and said no.
    case refused
  }

  /// What went wrong.
  public var kind: Kind
  /// Where.
  public var host: String
  /// What was tried, in words.
  public var tried: String
  /// What came back.
  public var answered: String
  /// What to do next.
  public var remedy: String

  /// An error with all that an operator needs to act on it.
  public init(kind: Kind, host: String, tried: String, answered: String, remedy: String) {
    self.kind = kind
    self.host = host
    self.tried = tried
    self.answered = answered
    self.remedy = remedy
  }

  /// Whether the same attempt may succeed a little later without anyone doing anything.
  public var isTransient: Bool {
    switch kind {
    case .unreachable, .connectionLost, .deadlineExceeded, .channelRefused: true
    case .hostKeyUnknown, .hostKeyChanged, .loginRefused, .keyUnusable, .unreadable, .refused: false
    }
  }

  /// The operator's line.
  public var description: String {
    "\(host): \(tried): \(answered)" + (remedy.isEmpty ? "" : "; \(remedy)")
  }
}
