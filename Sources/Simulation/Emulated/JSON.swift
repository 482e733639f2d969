/// JSON as Proxmox prints it: on one line, keys sorted.
indirect enum JSON {
  case null
  case number(Int)
  case decimal(Double, places: Int)
  case text(String)
  case array([JSON])
  case object([String: JSON])

  var text: String {
    var text = ""
    write(to: &text)
    return text
  }

  private func write(to text: inout String) {
    switch self {
    case .null: text += "null"
    case .number(let number): text += String(number)
    case .decimal(let value, let places): text += Pad.decimals(value, places)
    case .text(let words): JSON.quote(words, to: &text)
    case .array(let items):
      text += "["
      for (index, item) in items.enumerated() {
        if index > 0 { text += "," }
        item.write(to: &text)
      }
      text += "]"
    case .object(let fields):
      text += "{"
      for (index, field) in fields.sorted(by: { $0.key < $1.key }).enumerated() {
        if index > 0 { text += "," }
        JSON.quote(field.key, to: &text)
        text += ":"
        field.value.write(to: &text)
      }
      text += "}"
    }
  }

  static func flag(_ value: Bool) -> JSON { .number(value ? 1 : 0) }

  static func size(_ bytes: Int64) -> JSON { .number(Int(bytes)) }

  private static func quote(_ words: String, to text: inout String) {
    text += "\""
    let isPlain = words.utf8.allSatisfy { $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
    if isPlain { text += words } else { escape(words, to: &text) }
    text += "\""
  }

  private static func escape(_ words: String, to text: inout String) {
    for scalar in words.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\t": text += "\\t"
      case "\r": text += "\\r"
      case _ where scalar.value < 0x20:
        text += "\\u" + Pad.zeros(0, 2) + Pad.hex(Int(scalar.value), 2).lowercased()
      default: text.unicodeScalars.append(scalar)
      }
    }
  }
}
