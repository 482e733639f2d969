/// On which line each key and element of a TOML document stands.
///
/// The TOML library parses but does not tell where a value stood. So this walks over a document that is known to be
/// valid and notes lines only; should it lose its way, a value is reported at the line of what surrounds it.
final class ConfigLines {
  /// Line from 1.
  private(set) var line: Int
  private var children: [String: ConfigLines] = [:]
  private var elements: [ConfigLines] = []

  private init(line: Int) { self.line = line }

  /// Lines of a document.
  convenience init(document: String) {
    self.init(line: 1)
    var scanner = Scanner(bytes: Array(document.utf8))
    scanner.readDocument(into: self)
  }

  /// Line of a key of this table.
  subscript(key: String) -> ConfigLines { children[key] ?? ConfigLines(line: line) }

  /// Line of an element of this array.
  subscript(index: Int) -> ConfigLines {
    elements.indices.contains(index) ? elements[index] : ConfigLines(line: line)
  }

  private func child(_ key: String, line: Int) -> ConfigLines {
    if let known = children[key] { return known.elements.last ?? known }
    let new = ConfigLines(line: line)
    children[key] = new
    return new
  }

  private func append(line: Int) -> ConfigLines {
    let new = ConfigLines(line: line)
    elements.append(new)
    return new
  }
}

extension ConfigLines {
  private struct Scanner {
    let bytes: [UInt8]
    var position = 0
    var line = 1

    init(bytes: [UInt8]) { self.bytes = bytes }

    var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func advance(_ count: Int = 1) {
      for _ in 0..<count where position < bytes.count {
        if bytes[position] == UInt8(ascii: "\n") { line += 1 }
        position += 1
      }
    }

    func sees(_ text: StaticString) -> Bool {
      text.withUTF8Buffer { bytes[position...].starts(with: $0) }
    }

    mutating func skipBlanks(lineFeeds: Bool) {
      while let byte = current {
        if byte == UInt8(ascii: "#") {
          while let byte = current, byte != UInt8(ascii: "\n") { advance() }
        } else if byte == 0x20 || byte == 0x09 || byte == 0x0D || (lineFeeds && byte == 0x0A) {
          advance()
        } else {
          return
        }
      }
    }

    mutating func readDocument(into root: ConfigLines) {
      var table = root
      while true {
        skipBlanks(lineFeeds: true)
        guard current != nil else { return }
        let before = position
        if sees("[[") {
          advance(2)
          let start = line
          table = descend(readKey(), from: root, isArray: true, line: start)
          advance(2)
        } else if sees("[") {
          advance()
          let start = line
          table = descend(readKey(), from: root, isArray: false, line: start)
          advance()
        } else {
          readPair(into: table)
        }
        if position == before { return }
      }
    }

    func descend(_ key: [String], from root: ConfigLines, isArray: Bool, line: Int) -> ConfigLines {
      var node = root
      for part in key.dropLast() { node = node.child(part, line: line) }
      guard let last = key.last else { return node }
      guard isArray else { return node.child(last, line: line) }
      if node.children[last] == nil { node.children[last] = ConfigLines(line: line) }
      return node.children[last]?.append(line: line) ?? node
    }

    mutating func readPair(into table: ConfigLines) {
      let start = line
      let node = descend(readKey(), from: table, isArray: false, line: start)
      skipBlanks(lineFeeds: false)
      if current == UInt8(ascii: "=") { advance() }
      skipBlanks(lineFeeds: false)
      readValue(into: node)
    }

    mutating func readKey() -> [String] {
      var parts: [String] = []
      while let byte = current {
        skipBlanks(lineFeeds: false)
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
          let start = position + 1
          skipString()
          parts.append(String(decoding: bytes[start..<max(start, position - 1)], as: UTF8.self))
        } else {
          let start = position
          while let byte = current, Scanner.isBare(byte) { advance() }
          parts.append(String(decoding: bytes[start..<position], as: UTF8.self))
        }
        skipBlanks(lineFeeds: false)
        guard current == UInt8(ascii: ".") else { return parts }
        advance()
        skipBlanks(lineFeeds: false)
      }
      return parts
    }

    mutating func readValue(into node: ConfigLines) {
      switch current {
      case UInt8(ascii: "\""), UInt8(ascii: "'"): skipString()
      case UInt8(ascii: "["): readSequence(until: UInt8(ascii: "]")) { $0.readValue(into: node.append(line: $0.line)) }
      case UInt8(ascii: "{"): readSequence(until: UInt8(ascii: "}")) { $0.readPair(into: node) }
      default:
        while let byte = current, !",]}#\n".utf8.contains(byte) { advance() }
      }
    }

    mutating func readSequence(until end: UInt8, _ readElement: (inout Scanner) -> Void) {
      advance()
      while true {
        skipBlanks(lineFeeds: true)
        guard let byte = current else { return }
        if byte == end { return advance() }
        if byte == UInt8(ascii: ",") {
          advance()
          continue
        }
        let before = position
        readElement(&self)
        if position == before { return }
      }
    }

    mutating func skipString() {
      guard let quote = current else { return }
      let isLong = sees("\"\"\"") || sees("'''")
      advance(isLong ? 3 : 1)
      while let byte = current {
        if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
          advance(2)
        } else if isLong ? (sees("\"\"\"") || sees("'''")) && byte == quote : byte == quote {
          advance(isLong ? 3 : 1)
          // Up to two quotes may stand just before the closing three.
          while isLong, current == quote { advance() }
          return
        } else {
          advance()
        }
      }
    }

    static func isBare(_ byte: UInt8) -> Bool {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "-"): true
      default: false
      }
    }
  }
}
