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
    #expect(decoder.character(scalar) == key)
  }

  @Test func `control Z is one where a terminal's description calls it a function key`() {
    var decoder = KeyDecoder()
    #expect(decoder.function(KEY_SUSPEND) == .control("z"))
  }

  @Test func `what is pasted comes as one text, keys in it included`() {
    var decoder = KeyDecoder()
    #expect(decoder.function(Int32(HM_KEY_PASTE_BEGIN)) == nil)
    for scalar in "home\rlab\u{1B}".unicodeScalars { #expect(decoder.character(scalar) == nil) }
    #expect(decoder.function(KEY_DOWN) == nil)
    #expect(decoder.function(Int32(HM_KEY_PASTE_END)) == .paste("home\rlab\u{1B}"))
    #expect(decoder.character("R") == .character("R"))
  }

  @Test func `a paste without end takes bounded memory`() {
    var decoder = KeyDecoder()
    _ = decoder.function(Int32(HM_KEY_PASTE_BEGIN))
    for _ in 0..<100_000 { _ = decoder.character("x") }
    guard case .paste(let text) = decoder.function(Int32(HM_KEY_PASTE_END)) else {
      Issue.record("no paste")
      return
    }
    #expect(text.utf8.count <= 4096)
  }

  @Test func `keys nobody uses are nothing`() {
    var decoder = KeyDecoder()
    #expect(decoder.function(KEY_F0 + 5) == nil)
    #expect(decoder.character("\u{1F}") == nil)
    #expect(decoder.character("\u{85}") == nil)
  }
}
