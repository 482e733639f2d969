import Planning
import Remote

extension Trouble {
  /// The error in the form that a journal holds.
  public init(_ error: NodeError) {
    self.init(
      code: Trouble.code(of: error.kind), message: "\(error.host): \(error.tried): \(error.answered)",
      remedy: error.remedy, isTransient: error.isTransient || Trouble.isRestarting(error))
  }

  private static func code(of kind: NodeError.Kind) -> String {
    switch kind {
    case .unreachable: "unreachable"
    case .connectionLost: "connection-lost"
    case .deadlineExceeded: "deadline-exceeded"
    case .hostKeyUnknown: "host-key-unknown"
    case .hostKeyChanged: "host-key-changed"
    case .loginRefused: "login-refused"
    case .keyUnusable: "key-unusable"
    case .channelRefused: "channel-refused"
    case .unreadable: "unreadable"
    case .refused: "refused"
    }
  }

  /// An upgrade restarts pmxcfs and with it everything that reads it, for a second or two; so does a boot.
  /// - Source: facts/pve.md 9.3: retry reads.
  private static func isRestarting(_ error: NodeError) -> Bool {
    guard error.kind == .unreadable else { return false }
    let signs = [
      "ipcc_send_rec", "Transport endpoint is not connected", "Connection refused", "Failed to connect to bus",
      "/etc/pve/.members: No such file", "/etc/pve/.vmlist: No such file",
    ]
    return signs.contains { error.answered.contains($0) }
  }
}
