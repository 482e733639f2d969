/// One key that the agent holds.
struct AgentIdentity: Sendable, Hashable {
  var blob: [UInt8]

  var type: String {
    var reader = SSHReader(blob)
    return reader.string() ?? ""
  }
}

/// The two questions of the agent protocol that a login needs (draft-miller-ssh-agent).
enum AgentMessages {
  static let identitiesRequest: [UInt8] = [11]

  static func identities(in answer: [UInt8]) -> [AgentIdentity]? {
    var reader = SSHReader(answer)
    guard reader.byte() == 12, let count = reader.number() else { return nil }
    var identities: [AgentIdentity] = []
    for _ in 0..<min(count, 1000) {
      guard let blob = reader.bytes(), reader.bytes() != nil else { return nil }
      identities.append(AgentIdentity(blob: blob))
    }
    return identities
  }

  static func signRequest(blob: [UInt8], data: [UInt8]) -> [UInt8] {
    var message: [UInt8] = [13]
    message.append(sshBytes: blob)
    message.append(sshBytes: data)
    message.append(sshNumber: flags(forSigning: data))
    return message
  }

  /// - Returns: the signature without the algorithm's name before it, as libssh2 wants it; nil if the agent refused.
  static func signature(in answer: [UInt8]) -> [UInt8]? {
    var reader = SSHReader(answer)
    guard reader.byte() == 14, let field = reader.bytes() else { return nil }
    var inner = SSHReader(field)
    guard inner.string() != nil else { return nil }
    return inner.bytes()
  }

  /// The hash for RSA is chosen by the algorithm that libssh2 has put into the request to be signed (RFC 4252 7).
  private static func flags(forSigning data: [UInt8]) -> UInt32 {
    var reader = SSHReader(data)
    guard reader.bytes() != nil, reader.byte() != nil, reader.bytes() != nil, reader.bytes() != nil,
      reader.bytes() != nil, reader.byte() != nil
    else { return 0 }
    switch reader.string() {
    case "rsa-sha2-256": return 2
    case "rsa-sha2-512": return 4
    default: return 0
    }
  }
}
