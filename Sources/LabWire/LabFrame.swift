/// What the lab's daemon answers: any number of pieces of output, then one end.
public enum LabFrame: Hashable, Sendable {
  /// Bytes for standard output.
  case output([UInt8])
  /// Bytes for standard error.
  case errors([UInt8])
  /// The command ended with this exit status.
  case status(Int32)
  /// The command was ended by this signal, named without `SIG`.
  case signal(String)
  /// The host went away under the command.
  case cut

  /// The frame as it goes over the socket: kind, length, body.
  public var bytes: [UInt8] {
    let (kind, body) =
      switch self {
      case .output(let bytes): ("o", bytes)
      case .errors(let bytes): ("e", bytes)
      case .status(let status): ("s", Array(String(status).utf8))
      case .signal(let name): ("k", Array(name.utf8))
      case .cut: ("c", [])
      }
    return Array(kind.utf8) + UInt32(body.count).lengthPrefix + body
  }
}

/// Takes bytes as they come and gives whole frames.
public struct LabFrameReader: Sendable {
  private var pending: [UInt8] = []

  /// A reader that has seen nothing yet.
  public init() {}

  /// Adds bytes and takes out every frame that is whole now; frames of an unknown kind are left out.
  public mutating func read(_ bytes: some Sequence<UInt8>) -> [LabFrame] {
    pending += bytes
    var frames: [LabFrame] = []
    var rest = pending[...]
    while let kind = rest.first, let length = UInt32(lengthPrefix: rest.dropFirst()),
      rest.count >= 5 + Int(length)
    {
      let body = rest.dropFirst(5).prefix(Int(length))
      rest = rest.dropFirst(5 + Int(length))
      switch kind {
      case UInt8(ascii: "o"): frames.append(.output(Array(body)))
      case UInt8(ascii: "e"): frames.append(.errors(Array(body)))
      case UInt8(ascii: "s"):
        frames.append(.status(Int32(String(decoding: body, as: UTF8.self)) ?? 255))
      case UInt8(ascii: "k"): frames.append(.signal(String(decoding: body, as: UTF8.self)))
      case UInt8(ascii: "c"): frames.append(.cut)
      default: continue
      }
    }
    pending = Array(rest)
    return frames
  }
}
