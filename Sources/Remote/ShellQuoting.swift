/// The one place where text becomes part of a shell command line.
enum ShellQuoting {
  /// `text` as one word of a POSIX shell: as it is where that is safe, else in single quotes.
  static func word(_ text: String) -> String {
    if !text.isEmpty, text.utf8.allSatisfy(isPlain) { return text }
    // A NUL can't be passed to a process at all; it is dropped rather than letting it cut the word short.
    let cleaned = text.replacing("\0", with: "")
    return "'" + cleaned.replacing("'", with: "'\\''") + "'"
  }

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
