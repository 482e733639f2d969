import FoundationEssentials

/// One line of a known_hosts file (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT).
struct KnownHostsEntry: Hashable, Sendable {
  enum Marker: Hashable, Sendable {
    case none, revoked
    /// `@cert-authority`, or one that OpenSSH will have invented by then: says nothing about plain keys.
    case other
  }

  enum Names: Hashable, Sendable {
    case patterns([String])
    case hashed(salt: [UInt8], hash: [UInt8])
  }

  var file: String
  var line: Int
  var marker: Marker
  var names: Names
  var type: String
  var blob: [UInt8]

  /// - Returns: nil for an empty line, a comment, and anything that is no entry: one bad line must not hide the others.
  init?(_ text: Substring, file: String, line: Int) {
    var fields = text.split(whereSeparator: \.isWhitespace)[...]
    guard let first = fields.first, !first.hasPrefix("#") else { return nil }
    switch first {
    case "@revoked": marker = .revoked
    case _ where first.hasPrefix("@"): marker = .other
    default: marker = .none
    }
    if marker != .none { fields = fields.dropFirst() }
    guard fields.count >= 3 else { return nil }
    let (names, type, key) = (fields[fields.startIndex], fields[fields.startIndex + 1], fields[fields.startIndex + 2])
    guard let parsed = Names(names), let blob = Data(base64Encoded: String(key)) else { return nil }
    self.names = parsed
    self.type = String(type)
    self.blob = Array(blob)
    (self.file, self.line) = (file, line)
  }

  /// The entries of a whole file.
  static func entries(of bytes: [UInt8], file: String) -> [KnownHostsEntry] {
    // By bytes: to a String, CR and LF together are one character, and not a line feed.
    bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated()
      .compactMap { KnownHostsEntry(String(decoding: $1, as: UTF8.self)[...], file: file, line: $0 + 1) }
  }

  /// The first of the names (in lower case) that the entry is about.
  func firstMatch(of candidates: [String]) -> String? { candidates.first(where: names.matches) }
}

extension KnownHostsEntry.Names {
  init?(_ field: Substring) {
    guard field.hasPrefix("|") else {
      self = .patterns(field.split(separator: ",").map { $0.lowercased() })
      return
    }
    let parts = field.dropFirst().split(separator: "|", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0] == "1", let salt = Data(base64Encoded: String(parts[1])),
      let hash = Data(base64Encoded: String(parts[2]))
    else { return nil }
    self = .hashed(salt: Array(salt), hash: Array(hash))
  }

  func matches(_ name: String) -> Bool {
    switch self {
    case .hashed(let salt, let hash):
      return SHA1.authenticationCode(of: Array(name.utf8), key: salt) == hash
    case .patterns(let patterns):
      let isDenied = patterns.contains { $0.hasPrefix("!") && Self.fits(name, pattern: $0.dropFirst()) }
      return !isDenied && patterns.contains { !$0.hasPrefix("!") && Self.fits(name, pattern: $0[...]) }
    }
  }

  /// Shell-like match with `*` and `?` only. `[` is no class here: it begins `[host]:port`.
  private static func fits(_ name: String, pattern: Substring) -> Bool {
    let (name, pattern) = (Array(name.utf8), Array(pattern.utf8))
    var (nameIndex, patternIndex) = (0, 0)
    var afterStar: (pattern: Int, name: Int)?
    while nameIndex < name.count {
      if patternIndex < pattern.count, pattern[patternIndex] == UInt8(ascii: "*") {
        patternIndex += 1
        afterStar = (patternIndex, nameIndex)
      } else if patternIndex < pattern.count,
        pattern[patternIndex] == UInt8(ascii: "?") || pattern[patternIndex] == name[nameIndex]
      {
        patternIndex += 1
        nameIndex += 1
      } else if let star = afterStar {
        // The last star takes one more character, and the rest is tried again.
        afterStar = (star.pattern, star.name + 1)
        (patternIndex, nameIndex) = (star.pattern, star.name + 1)
      } else {
        return false
      }
    }
    return pattern[patternIndex...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
