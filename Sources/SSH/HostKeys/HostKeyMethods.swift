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
    // Ed25519 before the others: it is what OpenSSH itself would choose, and so what the operator compares with.
    let ordered = usable.filter { $0 == "ssh-ed25519" } + usable.filter { $0 != "ssh-ed25519" }
    let known = ordered.filter { knownTypes.contains(keyType($0)) }
    let others = ordered.filter { !knownTypes.contains(keyType($0)) }
    return (known + others).joined(separator: ",")
  }

  /// One RSA key signs by three algorithms.
  private static func keyType(_ algorithm: String) -> String {
    algorithm.hasPrefix("rsa-sha2-") ? "ssh-rsa" : algorithm
  }
}
