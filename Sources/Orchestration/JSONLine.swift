import FoundationEssentials

/// Values as single lines of JSON, the same bytes for the same value: for journals, sockets and `--output jsonl`.
public enum JSONLine {
  /// A value as one line, its line feed included.
  public static func bytes(_ value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(value)) + [UInt8(ascii: "\n")]
  }

  /// The value of a line; nil if it is none.
  public static func value<Value: Decodable>(_: Value.Type, of line: some Sequence<UInt8>) -> Value? {
    try? JSONDecoder().decode(Value.self, from: Data(line))
  }
}

/// Bytes that come in pieces, taken apart into lines.
struct LineBuffer {
  /// Bytes of a line that has not ended yet.
  private(set) var rest: [UInt8] = []

  /// Takes a piece in.
  /// - Returns: the lines that it ends, without their line feeds.
  mutating func take(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    guard let last = bytes.lastIndex(of: UInt8(ascii: "\n")) else {
      rest += bytes
      return []
    }
    let whole = rest + bytes[..<last]
    rest = Array(bytes[(last + 1)...])
    return whole.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
  }
}
