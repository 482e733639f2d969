/// What the known_hosts files say about the key that a host shows.
public enum HostKeyVerdict: Sendable, Hashable {
  /// It stands there.
  case known(KnownHostsLine)
  /// It does not; the lines hold keys of other types for this host.
  case unknown(otherTypes: [KnownHostsLine])
  /// They hold another key of the same type for this host.
  case changed([KnownHostsLine])
  /// It is marked `@revoked`.
  case revoked(KnownHostsLine)
}

/// Where in known_hosts a host was found.
public struct KnownHostsLine: Sendable, Hashable, CustomStringConvertible {
  /// File.
  public var file: String
  /// Line, from 1.
  public var line: Int
  /// The host's name under which the line was found.
  public var name: String
  /// Type of the key in it.
  public var keyType: String

  /// File and line.
  public var description: String { "\(file):\(line)" }
}

/// A host's key as seen on the wire, and what is known of it.
public struct HostKeyReport: Sendable, Hashable {
  /// `ssh-ed25519` and the like.
  public var keyType: String
  /// `SHA256:…`, as OpenSSH prints it.
  public var fingerprint: String
  /// What the known_hosts files say.
  public var verdict: HostKeyVerdict
}

/// Names by which one host may stand in known_hosts, in lower case.
struct KnownNames: Hashable, Sendable {
  /// The alias as it is, and the address with its port if that is not 22.
  var exact: [String]
  /// The address without its port: a key found there counts, another key there says nothing, as in OpenSSH.
  var portless: [String]

  init(_ host: SSHHost) {
    let address = host.address.lowercased()
    let alias = host.hostKeyAlias.map { [$0.lowercased()] } ?? []
    exact = alias + [host.port == 22 ? address : "[\(address)]:\(host.port)"]
    portless = host.port == 22 ? [] : [address]
  }
}

/// The known_hosts files as read.
struct KnownHosts: Sendable {
  var entries: [KnownHostsEntry] = []
  /// Files that exist and could not be read.
  var unreadable: [String] = []

  func verdict(on key: HostKey, of names: KnownNames) -> HostKeyVerdict {
    let exact = lines(for: names.exact)
    let portless = lines(for: names.portless)
    let sameKey = (exact + portless).filter { $0.entry.blob == key.blob }
    if let revoked = sameKey.first(where: { $0.entry.marker == .revoked }) { return .revoked(revoked.line) }
    if let known = sameKey.first(where: { $0.entry.marker == .none }) { return .known(known.line) }
    let others = exact.filter { $0.entry.marker == .none }
    // Only a key of the same type is a changed key: a host has one of each, and which of them it shows is chosen anew
    // with every connection (facts/stack.md 3, the false mismatch).
    let sameType = others.filter { $0.entry.type == key.type }
    return sameType.isEmpty ? .unknown(otherTypes: others.map(\.line)) : .changed(sameType.map(\.line))
  }

  /// Key types that are known for the host.
  func types(of names: KnownNames) -> Set<String> {
    Set(lines(for: names.exact + names.portless).filter { $0.entry.marker == .none }.map(\.entry.type))
  }

  private func lines(for names: [String]) -> [(entry: KnownHostsEntry, line: KnownHostsLine)] {
    entries.compactMap { entry in
      guard let name = entry.firstMatch(of: names) else { return nil }
      return (entry, KnownHostsLine(file: entry.file, line: entry.line, name: name, keyType: entry.type))
    }
  }
}
