/// Reads the length-prefixed fields of SSH's own encoding (RFC 4251 5). Whatever is cut short reads as nil.
struct SSHReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: some Sequence<UInt8>) { rest = ArraySlice(bytes) }

  mutating func byte() -> UInt8? { rest.popFirst() }

  mutating func number() -> UInt32? {
    guard rest.count >= 4 else { return nil }
    defer { rest = rest.dropFirst(4) }
    return rest.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
  }

  mutating func bytes() -> [UInt8]? {
    guard let length = number(), rest.count >= Int(length) else { return nil }
    defer { rest = rest.dropFirst(Int(length)) }
    return Array(rest.prefix(Int(length)))
  }

  mutating func string() -> String? { bytes().map { String(decoding: $0, as: UTF8.self) } }
}

extension Array where Element == UInt8 {
  /// Appends a number as SSH encodes it.
  mutating func append(sshNumber number: UInt32) {
    Swift.withUnsafeBytes(of: number.bigEndian) { append(contentsOf: $0) }
  }

  /// Appends bytes with their length before them.
  mutating func append(sshBytes bytes: [UInt8]) {
    append(sshNumber: UInt32(bytes.count))
    append(contentsOf: bytes)
  }
}
