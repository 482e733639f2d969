import CNcurses
import Screen
import Testing

@testable import Terminal

@Suite struct KeyDecoderTests {
  @Test(arguments: [
    ("a" as Unicode.Scalar, Key.character("a")), ("R", .character("R")), ("é", .character("é")), ("\t", .tab),
    ("\r", .enter), ("\n", .enter), ("\u{1B}", .escape), ("\u{7F}", .backspace), ("\u{08}", .backspace),
    ("\u{03}", .control("c")), ("\u{0C}", .control("l")), ("\u{1A}", .control("z")),
  ]) func `characters become keys`(_ scalar: Unicode.Scalar, _ key: Key) {
    var decoder = KeyDecoder()
    #expect(decoder.character(scalar) == .key(key))
  }

  @Test func `control Z is one where a terminal's description calls it a function key`() {
    var decoder = KeyDecoder()
    #expect(decoder.function(KEY_SUSPEND) == .key(.control("z")))
  }

  @Test func `what is pasted comes as one text, keys in it included`() {
    var decoder = KeyDecoder()
    #expect(decoder.function(Int32(HM_KEY_PASTE_BEGIN)) == nil)
    for scalar in "home\rlab\u{1B}".unicodeScalars { #expect(decoder.character(scalar) == nil) }
    #expect(decoder.function(KEY_DOWN) == nil)
    #expect(decoder.function(Int32(HM_KEY_PASTE_END)) == .key(.paste("home\rlab\u{1B}")))
    #expect(decoder.character("R") == .key(.character("R")))
  }

  @Test func `a paste without end takes bounded memory`() {
    var decoder = KeyDecoder()
    _ = decoder.function(Int32(HM_KEY_PASTE_BEGIN))
    for _ in 0..<100_000 { _ = decoder.character("x") }
    guard case .key(.paste(let text)) = decoder.function(Int32(HM_KEY_PASTE_END)) else {
      Issue.record("no paste")
      return
    }
    #expect(text.utf8.count <= 4096)
  }

  private func mouse(_ report: String) -> [TerminalEvent] {
    var decoder = KeyDecoder()
    let first = decoder.function(Int32(HM_KEY_MOUSE)).map { [$0] } ?? []
    return first + report.unicodeScalars.compactMap { decoder.character($0) }
  }

  @Test func `the mouse clicks and scrolls`() {
    #expect(mouse("0;12;5M") == [.mouse(.click(x: 11, y: 4))])
    #expect(mouse("0;12;5m").isEmpty)
    #expect(mouse("64;1;1M") == [.mouse(.wheel(lines: -3))])
    #expect(mouse("65;1;1M") == [.mouse(.wheel(lines: 3))])
    #expect(mouse("2;3;4M").isEmpty)
  }

  @Test func `a broken report of the mouse swallows no key that follows`() {
    #expect(mouse("0;12q") == [.key(.character("q"))])
    #expect(mouse("0;1;1;1M").last == .key(.character("M")))
    #expect(mouse("99999999999999999999;1;1M").contains(.key(.character("M"))))
  }

  @Test func `a report of the mouse within a paste is text`() {
    var decoder = KeyDecoder()
    _ = decoder.function(Int32(HM_KEY_PASTE_BEGIN))
    #expect(decoder.function(Int32(HM_KEY_MOUSE)) == nil)
    #expect(decoder.character("A") == nil)
    #expect(decoder.function(Int32(HM_KEY_PASTE_END)) == .key(.paste("A")))
  }

  @Test func `keys nobody uses are nothing`() {
    var decoder = KeyDecoder()
    #expect(decoder.function(KEY_F0 + 5) == nil)
    #expect(decoder.character("\u{1F}") == nil)
    #expect(decoder.character("\u{85}") == nil)
  }
}
