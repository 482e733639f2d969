import Testing

@testable import Proxmox

@Suite struct ExcerptTests {
  @Test func `text becomes one short line`() {
    #expect(Excerpt.of("  a\r\n\n  b  \n") == "a / b")
    #expect(Excerpt.of("") == "")
    #expect(Excerpt.of(String(repeating: "x", count: 1_000_000)).count == 200)
    #expect(Excerpt.of(String(repeating: "x", count: 1_000_000)).hasSuffix("x…"))
  }

  @Test func `nothing in it steers a terminal or turns the writing around`() {
    #expect(Excerpt.of("a\u{1B}[31mb\u{7}\u{9B}\u{202E}c\u{2028}d") == "a\u{FFFD}[31mb\u{FFFD}\u{FFFD}\u{FFFD}c / d")
    #expect(Excerpt.clean("küche 日本") == "küche 日本")
  }

  @Test func `complaints of Perl about the locale are noise`() {
    let text = """
      perl: warning: Setting locale failed.
      perl: warning: Please check that your locale settings:
      \tLANGUAGE = (unset),
      \tLC_ALL = (unset),
      \tLANG = "de_DE.UTF-8"
          are supported and installed on your system.
      perl: warning: Falling back to the standard locale ("C").
      CT is locked (backup)
      """
    #expect(Excerpt.errors(text) == "CT is locked (backup)")
  }
}
