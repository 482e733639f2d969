import FoundationEssentials

/// A host's public key.
struct HostKey: Hashable, Sendable {
  /// The key as it goes over the wire and, in base64, into known_hosts.
  var blob: [UInt8]
  /// `SHA256:…`, as OpenSSH prints it.
  var fingerprint: String

  /// - Parameter sha256: hash of `blob`.
  init(blob: [UInt8], sha256: [UInt8]) {
    self.blob = blob
    let base64 = Data(sha256).base64EncodedString()
    fingerprint = "SHA256:" + base64.prefix { $0 != "=" }
  }

  /// `ssh-ed25519` and the like: the blob begins with it.
  var type: String {
    var reader = SSHReader(blob)
    return reader.string() ?? "unknown"
  }

  var base64: String { Data(blob).base64EncodedString() }
}
