import Testing

@testable import Remote

/// What real shells make of quoted words.
struct ShellQuotingTests {
  private static let hostile = [
    "", " ", "'", "''", "\"", "\\", "\\'", "'\\''", "$HOME", "$(id)", "`id`", ";", "a;reboot", "&&", "|", ">x", "*",
    "?",
    "[a]", "~", "!", "#", "a\nb", "\n", "a\tb", "\r", "\r\n", "a\r\nb", "--help", "-n", "%s", "%", "{a,b}", "=", "a=b",
    "'; touch /tmp/herdmon-was-here; '", "é", "日本", "👩‍👧‍👦", "\u{1B}[2J", "\u{7F}", "\u{FEFF}", "\u{202E}",
    // A quote that Swift takes for one character with what follows it.
    "'\u{301}", "a'\u{301}; touch /tmp/herdmon-was-here; '\u{301}b", "'\u{200D}", "'\u{FE0F}'", "\\\u{301}",
    "$\u{301}HOME",
    "\n\u{301}", "\u{301}'", "'\u{20DD}'",
  ]

  private func roundTrip(_ words: [String], _ shell: String) throws -> [String] {
    let line = "printf '%s\\0' " + words.map { ShellQuoting.word($0) }.joined(separator: " ")
    let bytes = try PosixShell.run(line, with: shell).output
    var result = bytes.split(separator: 0, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
    result.removeLast()
    return result
  }

  /// Equality of bytes: to Swift, two spellings of an accented letter are one text, to a file system they are not.
  private func same(_ left: [String], _ right: [String]) -> Bool {
    left.count == right.count && zip(left, right).allSatisfy { Array($0.utf8) == Array($1.utf8) }
  }

  @Test(arguments: PosixShell.all) func `hostile words come out as they went in`(shell: String) throws {
    #expect(same(try roundTrip(Self.hostile, shell), Self.hostile))
  }

  @Test(arguments: PosixShell.all) func `words of any letters come out as they went in`(shell: String) throws {
    let letters: [Unicode.Scalar] = [
      "'", "\"", "\\", "$", "`", "(", ")", ";", "&", "|", "<", ">", "*", "?", "[", "]", "~", "!", "#", "\n", "\r", "\t",
      " ",
      "a", "Z", "0", "-", "=", "%", "{", "}", "\u{301}", "\u{200D}", "\u{FE0F}", "é", "\u{1F469}", "\u{7F}", "\u{1}",
    ]
    var state: UInt64 = 42
    func number(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    for _ in 0..<20 {
      let words = (0..<200).map { _ in
        var view = String.UnicodeScalarView()
        for _ in 0..<number(12) { view.append(letters[number(letters.count)]) }
        return String(view)
      }
      #expect(same(try roundTrip(words, shell), words))
    }
  }

  @Test func `a NUL, which no process can be given, does not cut a word short`() {
    #expect(ShellQuoting.word("a\0b") == "'ab'")
    #expect(ShellQuoting.word("\0") == "''")
    #expect(ShellQuoting.word("a\0\u{301}'") == "'a\u{301}'\\'''")
  }

  @Test func `plain words stay readable`() {
    #expect(ShellQuoting.word("/etc/pve/lxc/101.conf") == "/etc/pve/lxc/101.conf")
    #expect(ShellQuoting.word("--timeout=120") == "--timeout=120")
    #expect(ShellQuoting.word("é") == "'é'")
  }

  @Test func `a line run through sudo is the same line`() throws {
    let line = CommandLine(Command("printf", "%s", .word("it's $HOME")), purpose: "test")
    let asRoot = line.asRoot.text
    #expect(asRoot.hasPrefix("sudo -n -- /bin/sh -c "))
    let direct = try PosixShell.run(String(asRoot.dropFirst("sudo -n -- ".count)))
    #expect(direct.outputText == "it's $HOME")
  }
}
