import FoundationEssentials
import Glibc

/// A private key file, looked into as far as that is possible without a passphrase.
struct KeyFile: Sendable, Hashable {
  /// Why a key file can't be used, and what helps. Never holds anything out of the file.
  struct Problem: Error, Sendable, Hashable {
    var path: String
    var reason: String
    var remedy: String
    /// The public key, if it could be read: the agent may have unlocked it.
    var publicBlob: [UInt8]?
    var isMissing = false
  }

  var path: String
  var bytes: [UInt8]
  /// The public key; nil in formats that hide it.
  var publicBlob: [UInt8]?

  /// Reads a key file and its `.pub`. Blocks as long as the file system does.
  /// - Parameter canSignRSA: whether the library knows RSA with SHA-2; servers take no other (facts/stack.md 3).
  static func load(_ path: String, canSignRSA: Bool) -> Result<KeyFile, Problem> {
    switch SmallFile.read(path) {
    case .failure(.missing):
      let remedy = "make one with `ssh-keygen -t ed25519 -f \(path)`, or correct the path"
      return .failure(Problem(path: path, reason: "does not exist", remedy: remedy, isMissing: true))
    case .failure(.failed(let reason)):
      return .failure(Problem(path: path, reason: "can't be read: \(reason)", remedy: "make it readable for herdmon"))
    case .success(let content):
      let pub = try? SmallFile.read(path + ".pub").get().bytes
      return check(path, content: content, publicFile: pub ?? [], canSignRSA: canSignRSA)
    }
  }

  static func check(
    _ path: String, content: SmallFile.Content, publicFile: [UInt8], canSignRSA: Bool
  ) -> Result<KeyFile, Problem> {
    let text = String(decoding: content.bytes, as: UTF8.self)
    let format = Format(text)
    let blob = format.publicBlob ?? publicBlob(ofPublicFile: publicFile)
    func problem(_ reason: String, _ remedy: String) -> Result<KeyFile, Problem> {
      .failure(Problem(path: path, reason: reason, remedy: remedy, publicBlob: blob))
    }
    if content.mode & 0o077 != 0 {
      return problem("others may read it (mode \(String(content.mode & 0o777, radix: 8)))", "run `chmod 600 \(path)`")
    }
    let newKey = "make an Ed25519 key with `ssh-keygen -t ed25519` and add its .pub to authorized_keys on the host"
    if let reason = format.unreadableReason { return problem(reason, newKey) }
    if format.isEncrypted {
      return problem("is locked by a passphrase", "unlock it in the agent with `ssh-add \(path)`, or \(newKey)")
    }
    switch format.type ?? keyType(of: blob) {
    case "ssh-rsa"? where !canSignRSA:
      return problem("is an RSA key, for which this libssh2 knows only SHA-1 signatures, and sshd takes none", newKey)
    case "ssh-dss"?:
      return problem("is a DSA key, which sshd no longer takes", newKey)
    case let type? where type.hasPrefix("sk-"):
      return problem("needs its hardware token, which can't be asked unattended", newKey)
    default:
      return .success(KeyFile(path: path, bytes: content.bytes, publicBlob: blob))
    }
  }

  private static func keyType(of blob: [UInt8]?) -> String? {
    var reader = SSHReader(blob ?? [])
    return reader.string()
  }

  private static func publicBlob(ofPublicFile bytes: [UInt8]) -> [UInt8]? {
    let fields = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace)
    guard fields.count >= 2 else { return nil }
    return Data(base64Encoded: String(fields[1])).map { Array($0) }
  }

  /// What the armour around a key tells.
  private struct Format {
    var isEncrypted = false
    var publicBlob: [UInt8]?
    /// Key type where the armour names it; RSA, DSA.
    var type: String?
    var unreadableReason: String?

    init(_ text: String) {
      if text.hasPrefix("PuTTY-User-Key-File") {
        unreadableReason = "is in PuTTY's format"
      } else if text.contains("-----BEGIN OPENSSH PRIVATE KEY-----") {
        readOpenSSH(text)
      } else if text.contains("-----BEGIN ENCRYPTED PRIVATE KEY-----") {
        isEncrypted = true
      } else if text.contains("PRIVATE KEY-----") {
        isEncrypted = text.contains("Proc-Type: 4,ENCRYPTED")
        if text.contains("-----BEGIN RSA ") { type = "ssh-rsa" }
        if text.contains("-----BEGIN DSA ") { type = "ssh-dss" }
      } else {
        unreadableReason = "holds no private key"
      }
    }

    /// - Source: OpenSSH's PROTOCOL.key: the public key stands unencrypted before the private part.
    private mutating func readOpenSSH(_ text: String) {
      let body = text.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("-----") }.joined()
      let magic = Array("openssh-key-v1\0".utf8)
      guard let data = Data(base64Encoded: body), data.starts(with: magic) else {
        unreadableReason = "is damaged"
        return
      }
      var reader = SSHReader(data.dropFirst(magic.count))
      guard let cipher = reader.string(), reader.bytes() != nil, reader.bytes() != nil, reader.number() == 1,
        let blob = reader.bytes()
      else {
        unreadableReason = "is damaged"
        return
      }
      isEncrypted = cipher != "none"
      publicBlob = blob
    }
  }
}
