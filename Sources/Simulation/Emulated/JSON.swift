/// JSON as Proxmox prints it: on one line, keys sorted.
indirect enum JSON {
  case null
  case number(Int)
  case decimal(Double, places: Int)
  case text(String)
  case array([JSON])
  case object([String: JSON])

  var text: String {
    switch self {
    case .null: "null"
    case .number(let number): String(number)
    case .decimal(let value, let places): Pad.decimals(value, places)
    case .text(let text): JSON.quoted(text)
    case .array(let items): "[" + items.map(\.text).joined(separator: ",") + "]"
    case .object(let fields):
      "{" + fields.keys.sorted().map { JSON.quoted($0) + ":" + (fields[$0]?.text ?? "null") }.joined(separator: ",")
        + "}"
    }
  }

  static func flag(_ value: Bool) -> JSON { .number(value ? 1 : 0) }

  static func size(_ bytes: Int64) -> JSON { .number(Int(bytes)) }

  private static func quoted(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
    if isPlain { return "\"" + text + "\"" }
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      case _ where scalar.value < 0x20:
        result += "\\u" + Pad.zeros(0, 2) + Pad.hex(Int(scalar.value), 2).lowercased()
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
