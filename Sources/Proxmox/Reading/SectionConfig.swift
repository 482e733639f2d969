import Remote

/// Proxmox's configuration files of the kind `type: name` with indented `key value` lines below.
struct SectionConfig {
  struct Block {
    var type: String
    var name: String
    var properties: [(key: String, value: String)] = []

    subscript(key: String) -> String? { properties.last { $0.key == key }?.value }
  }

  var blocks: [Block] = []

  init(_ lines: [String]) {
    for line in lines {
      guard let first = line.first, first != "#" else { continue }
      if first == " " || first == "\t" {
        let words = line.words
        guard let key = words.first, !blocks.isEmpty else { continue }
        blocks[blocks.count - 1].properties.append((String(key), words.dropFirst().joined(separator: " ")))
      } else if let (type, name) = line.cut(at: ":") {
        blocks.append(Block(type: String(type), name: String(name).trimmingBlanks))
      }
    }
  }
}
