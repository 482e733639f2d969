import FoundationEssentials
import Remote

/// A number that may stand in JSON as a number, a string or a truth value.
/// - Source: facts/pve.md 4: the same key changes its type between versions.
struct LenientNumber: Decodable, Hashable {
  var value: Double

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Double.self) {
      value = number
    } else if let flag = try? container.decode(Bool.self) {
      value = flag ? 1 : 0
    } else if let number = Double(try container.decode(String.self).trimmingBlanks) {
      value = number
    } else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "neither a number nor one in a string")
    }
  }

  var isTrue: Bool { value != 0 }
  var whole: Int64? { Int64(exactly: value.rounded()) }
}

/// Reads JSON into the wanted type; the failure shows what was there.
enum LenientJSON {
  static func decode<Value: Decodable>(
    _ type: Value.Type, from part: SectionedResult.Part, expected: String
  ) throws(Unreadable) -> Value {
    do {
      // Foreign bytes inside a string must not spoil the rest.
      return try JSONDecoder().decode(type, from: Data(part.output.utf8))
    } catch {
      throw Unreadable(expected: expected, seen: part.output)
    }
  }
}
