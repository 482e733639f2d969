/// Any JSON, for looking at what no type fits.
enum JSONValue: Hashable, Sendable, Codable {
  case null
  case bool(Bool)
  case whole(Int64)
  case number(Double)
  case text(String)
  case list([JSONValue])
  case object([String: JSONValue])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Int64.self) {
      self = .whole(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .text(value)
    } else if let value = try? container.decode([JSONValue].self) {
      self = .list(value)
    } else {
      self = .object(try container.decode([String: JSONValue].self))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .bool(let value): try container.encode(value)
    case .whole(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .text(let value): try container.encode(value)
    case .list(let value): try container.encode(value)
    case .object(let value): try container.encode(value)
    }
  }

  /// The value with what it lacks of a newer one of its kind. The first element of the newer one's list is the model of
  /// every element here.
  func filled(from model: JSONValue) -> JSONValue {
    switch (self, model) {
    case (.object(let own), .object(let newer)):
      // Without a key in common it is another case of an enum, or a dictionary, and lacks nothing.
      guard own.keys.contains(where: { newer[$0] != nil }) else { return self }
      return .object(own.merging(newer) { mine, other in mine.filled(from: other) })
    case (.list(let own), .list(let newer)):
      guard let element = newer.first else { return self }
      return .list(own.map { $0.filled(from: element) })
    default: return self
    }
  }
}
