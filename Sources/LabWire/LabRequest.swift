/// What is asked of the lab's daemon over its socket; the first and only thing a client sends.
public enum LabRequest: Hashable, Sendable {
  /// Run a command line on a simulated host.
  case run(host: String, line: String)
  /// Answer the ground truth as JSON.
  case groundTruth
  /// End the lab.
  case end

  /// Name of the daemon's socket in the lab's directory.
  public static let socketName = "lab.sock"

  /// Longest host name or command line taken, in bytes: what Linux passes as one argument.
  public static let textBytesMax = 128 * 1024

  /// The request as it goes over the socket: a kind, then two texts with their lengths in front.
  public var bytes: [UInt8] {
    switch self {
    case .run(let host, let line):
      [UInt8(ascii: "R")] + LabRequest.text(host) + LabRequest.text(line)
    case .groundTruth: [UInt8(ascii: "G")] + LabRequest.text("") + LabRequest.text("")
    case .end: [UInt8(ascii: "E")] + LabRequest.text("") + LabRequest.text("")
    }
  }

  /// What has been read so far, as a request.
  public enum Reading: Hashable, Sendable {
    /// More bytes are needed.
    case unfinished
    /// These bytes can't become a request.
    case garbled
    /// A whole request.
    case whole(LabRequest)
  }

  /// Reads the bytes that a client has sent.
  public static func read(_ bytes: [UInt8]) -> Reading {
    guard let kind = bytes.first else { return .unfinished }
    guard [UInt8(ascii: "R"), UInt8(ascii: "G"), UInt8(ascii: "E")].contains(kind) else {
      return .garbled
    }
    var rest = bytes.dropFirst()
    var texts: [String] = []
    for _ in 0..<2 {
      guard let length = UInt32(lengthPrefix: rest) else { return .unfinished }
      guard length <= textBytesMax else { return .garbled }
      rest = rest.dropFirst(4)
      guard rest.count >= Int(length) else { return .unfinished }
      texts.append(String(decoding: rest.prefix(Int(length)), as: UTF8.self))
      rest = rest.dropFirst(Int(length))
    }
    switch kind {
    case UInt8(ascii: "R"): return .whole(.run(host: texts[0], line: texts[1]))
    case UInt8(ascii: "G"): return .whole(.groundTruth)
    default: return .whole(.end)
    }
  }

  private static func text(_ text: String) -> [UInt8] {
    let bytes = Array(text.utf8)
    return UInt32(bytes.count).lengthPrefix + bytes
  }
}

extension UInt32 {
  /// The number as four bytes, the highest first.
  var lengthPrefix: [UInt8] {
    [UInt8(self >> 24), UInt8(self >> 16 & 0xFF), UInt8(self >> 8 & 0xFF), UInt8(self & 0xFF)]
  }

  /// Reads four bytes, the highest first; nil if there are fewer.
  init?(lengthPrefix bytes: ArraySlice<UInt8>) {
    guard bytes.count >= 4 else { return nil }
    self = bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
  }
}
