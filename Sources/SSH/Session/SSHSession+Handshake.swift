import CLibssh2
import Remote

extension SSHSession {
  /// Exchanges keys.
  /// - Parameter knownTypes: key types that known_hosts holds for the host; they are asked for first.
  /// - Returns: the key that the host has proved to have.
  func handshake(knownTypes: Set<String>, until deadline: Instant) async throws(NodeError) -> HostKey {
    let preference = HostKeyMethods.preference(supported: supportedHostKeys(), knownTypes: knownTypes)
    if libssh2_session_method_pref(handle, LIBSSH2_METHOD_HOSTKEY, preference) != 0 {
      throw host.handshakeFailed(lastMessage())
    }
    let rc: Int32
    do {
      rc = try await complete(until: deadline) { libssh2_session_handshake(handle, fd) }
    } catch {
      throw host.interrupted(error, while: "exchanging keys", hint: host.silentServer)
    }
    switch rc {
    case 0: hasKeys = true
    case LIBSSH2_ERROR_KEX_FAILURE, LIBSSH2_ERROR_KEY_EXCHANGE_FAILURE, LIBSSH2_ERROR_METHOD_NONE:
      throw host.handshakeFailed(lastMessage())
    default: throw host.droppedBeforeLogin(lastMessage())
    }
    guard let key = hostKey() else { throw host.handshakeFailed("no host key was shown") }
    return key
  }

  private func supportedHostKeys() -> [String] {
    var list: UnsafeMutablePointer<UnsafePointer<CChar>?>?
    let count = libssh2_session_supported_algs(handle, LIBSSH2_METHOD_HOSTKEY, &list)
    guard count > 0, let list else { return [] }
    defer { libssh2_free(handle, list) }
    return (0..<Int(count)).compactMap { list[$0].map { String(cString: $0) } }
  }

  private func hostKey() -> HostKey? {
    var length = 0
    var type: Int32 = 0
    guard let blob = libssh2_session_hostkey(handle, &length, &type),
      let hash = libssh2_hostkey_hash(handle, LIBSSH2_HOSTKEY_HASH_SHA256)
    else { return nil }
    // SHA-256 is 32 bytes.
    return HostKey(blob: SSHSession.bytes(blob, count: length), sha256: SSHSession.bytes(hash, count: 32))
  }

  static func bytes(_ pointer: UnsafePointer<CChar>, count: Int) -> [UInt8] {
    UnsafeBufferPointer(start: pointer, count: count).map { UInt8(bitPattern: $0) }
  }
}
