/// Text as somebody who wishes ill would call a guest, a device or a host.
enum Hostile {
  static let texts = [
    "a b", "a'b", "a\"b", "$(echo SMUGGLED)", "`echo SMUGGLED`", "; echo SMUGGLED", "| echo SMUGGLED",
    "&& echo SMUGGLED", "\necho SMUGGLED\n", "'; echo SMUGGLED; '", "'\"'\"'; echo SMUGGLED #", "*", "?", "[a-z]", "~",
    "~root", "-rf", "--", "!", "!!", "#x", "\\", "\\'", "a\\", "$HOME", "${IFS}", "%s%n", "(", ")", "{a,b}", "<x", ">x",
    "&",
    "=", "\t", "\r", " ", "", "\u{7F}", "\u{1B}[2J", "ü", "日本", "\u{202E}gnp.exe", "👩‍👩‍👧", "a\u{0}b", "\u{FEFF}", "'''",
    "'\\''",
    String(repeating: "'", count: 50),
  ]

  /// All pairs of characters that mean something to a shell.
  static var pairs: [String] {
    let characters = " '\"$`\\;|&<>()*?[]#~=%{}!\n\t-a".map(String.init)
    return characters.flatMap { first in characters.map { first + $0 } }
  }
}
