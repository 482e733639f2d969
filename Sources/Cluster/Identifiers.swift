/// Name of a node as Proxmox VE knows it, such as `pve1`.
public struct NodeName: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The name as text.
  public let rawValue: String

  /// Accepts what Proxmox accepts as a node name: letters, digits and hyphens, 1 to 63 of them, no hyphen at an end.
  /// - Returns: nil for any other text, so that a node name is always safe in a path or a unit name.
  public init?(_ text: String) {
    let allowed = text.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x2D
    }
    guard allowed, (1...63).contains(text.utf8.count), !text.hasPrefix("-"), !text.hasSuffix("-") else { return nil }
    rawValue = text
  }

  /// The name as text.
  public var description: String { rawValue }

  /// Names sort as people count: `pve2` before `pve10`.
  public static func < (left: NodeName, right: NodeName) -> Bool {
    NaturalOrder.precedes(left.rawValue, right.rawValue)
  }
}

/// Numeric id of a guest, unique in its cluster.
public struct GuestID: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// 100 to 999999999 on a real cluster.
  public let rawValue: Int

  /// Takes the number as it is; where it came from has checked it.
  public init(_ rawValue: Int) { self.rawValue = rawValue }

  /// The number as text.
  public var description: String { String(rawValue) }

  /// Numeric order.
  public static func < (left: GuestID, right: GuestID) -> Bool { left.rawValue < right.rawValue }
}

/// Id of a run: six lower-case hexadecimal digits, unique enough for one cluster's history and short enough to type.
public struct RunID: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The id as text.
  public let rawValue: String

  /// Accepts 4 to 32 lower-case hexadecimal digits.
  public init?(_ text: String) {
    let allowed = text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    guard allowed, (4...32).contains(text.utf8.count) else { return nil }
    rawValue = text
  }

  /// A new id from a random number.
  public init(random: UInt64) {
    let digits = String(random & 0xFF_FFFF, radix: 16)
    rawValue = String(repeating: "0", count: 6 - digits.count) + digits
  }

  /// The id as text.
  public var description: String { rawValue }

  /// Text order.
  public static func < (left: RunID, right: RunID) -> Bool { left.rawValue < right.rawValue }
}

/// The kernel's random id of one boot; it changes exactly when the kernel starts anew.
public struct BootID: Hashable, Sendable, Codable, CustomStringConvertible {
  /// 36 characters, as `/proc/sys/kernel/random/boot_id` prints them.
  public let rawValue: String

  /// Takes the text as read, without surrounding blanks.
  public init(_ rawValue: String) { self.rawValue = rawValue }

  /// The id as text.
  public var description: String { rawValue }

  /// Written as a plain string.
  public init(from decoder: any Decoder) throws { rawValue = try decoder.singleValueContainer().decode(String.self) }

  /// Written as a plain string.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rawValue)
  }
}

extension NodeName: Codable, CodingKeyRepresentable {
  /// Read from a plain string; anything that is no node name is refused.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let name = NodeName(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is not a node name")
    }
    self = name
  }

  /// Written as a plain string.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rawValue)
  }

  /// The name as a key of a JSON object.
  public var codingKey: any CodingKey { TextKey(stringValue: rawValue) }

  /// The name read from a key of a JSON object.
  public init?<Key: CodingKey>(codingKey: Key) { self.init(codingKey.stringValue) }
}

extension GuestID: Codable, CodingKeyRepresentable {
  /// Read from a plain number.
  public init(from decoder: any Decoder) throws { rawValue = try decoder.singleValueContainer().decode(Int.self) }

  /// Written as a plain number.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rawValue)
  }

  /// The id as a key of a JSON object.
  public var codingKey: any CodingKey { TextKey(stringValue: String(rawValue)) }

  /// The id read from a key of a JSON object.
  public init?<Key: CodingKey>(codingKey: Key) {
    guard let number = Int(codingKey.stringValue) else { return nil }
    rawValue = number
  }
}

extension RunID: Codable {
  /// Read from a plain string; anything that is no run id is refused.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let id = RunID(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is not a run id")
    }
    self = id
  }

  /// Written as a plain string.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rawValue)
  }
}

struct TextKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }
  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}
