/// Which host key algorithms are asked for, in which order.
enum HostKeyMethods {
  /// Those for which a key is known come first, so that the server shows that key and not another one of its keys:
  /// libssh2's own order would ask for ECDSA where only the ed25519 key is known, and find no match.
  /// - Parameters:
  ///   - supported: what the library can do, in its order.
  ///   - knownTypes: key types that known_hosts holds for the host.
  /// - Returns: value of `LIBSSH2_METHOD_HOSTKEY`.
  static func preference(supported: [String], knownTypes: Set<String>) -> String {
    // Certificates are another kind of host key than the plain ones we compare, and DSA is broken.
    let usable = supported.filter { !$0.contains("-cert-") && $0 != "ssh-dss" }
    let known = usable.filter { knownTypes.contains(keyType($0)) }
    let others = usable.filter { !knownTypes.contains(keyType($0)) }
    // Ed25519 first: it is what OpenSSH itself would choose, and so what the operator sees with `ssh-keyscan`.
    let ordered = others.filter { $0 == "ssh-ed25519" } + others.filter { $0 != "ssh-ed25519" }
    return (known + ordered).joined(separator: ",")
  }

  /// One RSA key signs by three algorithms.
  private static func keyType(_ algorithm: String) -> String {
    algorithm.hasPrefix("rsa-sha2-") ? "ssh-rsa" : algorithm
  }
}
