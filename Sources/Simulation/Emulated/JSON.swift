/// JSON as Proxmox prints it: on one line, keys sorted.
indirect enum JSON {
  case null
  case number(Int)
  case decimal(Double, places: Int)
  case text(String)
  case array([JSON])
  case object([String: JSON])

  var text: String {
    var bytes: [UInt8] = []
    write(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private func write(to bytes: inout [UInt8]) {
    switch self {
    case .null: bytes += "null".utf8
    case .number(let number): bytes += String(number).utf8
    case .decimal(let value, let places): bytes += Pad.decimals(value, places).utf8
    case .text(let words): JSON.quote(words, to: &bytes)
    case .array(let items):
      bytes.append(UInt8(ascii: "["))
      for (index, item) in items.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        item.write(to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let fields):
      bytes.append(UInt8(ascii: "{"))
      for (index, field) in fields.sorted(by: { $0.key < $1.key }).enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        JSON.quote(field.key, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        field.value.write(to: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  static func flag(_ value: Bool) -> JSON { .number(value ? 1 : 0) }

  static func size(_ bytes: Int64) -> JSON { .number(Int(bytes)) }

  private static func quote(_ words: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    let isPlain = words.utf8.allSatisfy { $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
    bytes += isPlain ? words.utf8 : escaped(words).utf8
    bytes.append(UInt8(ascii: "\""))
  }

  private static func escaped(_ words: String) -> String {
    var text = ""
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
    return text
  }
}
