import Cluster

/// The one place where text becomes part of a shell command line.
enum ShellQuoting {
  /// `text` as one word of a POSIX shell: as it is where that is safe, else in single quotes.
  static func word(_ text: String) -> String {
    if !text.isEmpty, text.utf8.allSatisfy(isPlain) { return text }
    return Guard.quoting.holds ? quoted(text) : "'" + text + "'"
  }

  /// A script of ours as one word.
  static func script(_ text: String) -> String { quoted(text) }

  private static func quoted(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == quote || $0 == 0 }) else { return "'" + text + "'" }
    // Byte by byte, as the shell reads it: to Swift a quote with a combining accent is another character than a quote,
    // to a shell it ends the word. A NUL can't be passed to a process at all, so it is dropped.
    var quoted: [UInt8] = [quote]
    for byte in text.utf8 where byte != 0 {
      if byte == quote { quoted += #"'\''"#.utf8 } else { quoted.append(byte) }
    }
    quoted.append(quote)
    return String(decoding: quoted, as: UTF8.self)
  }

  private static let quote = UInt8(ascii: "'")

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    case UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: ":"),
      UInt8(ascii: ","), UInt8(ascii: "="), UInt8(ascii: "@"), UInt8(ascii: "+"), UInt8(ascii: "%"):
      true
    default: false
    }
  }
}
