import Testing

@testable import Screen

@Suite struct TextWidthTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("漢字", 4), ("한국", 4), ("ｆｕｌｌ", 8), ("😀", 2), ("▓░─│", 4),
    ("→►◄…·", 5), ("\u{1B}[1mbold", 4), ("a\u{200D}b", 2), ("ไทย", 3), ("ก็", 1),
  ]) func `columns are counted as terminals do`(_ text: String, _ columns: Int) {
    #expect(TextWidth.of(text) == columns)
  }

  @Test func `what is fitted never is wider, and says that it was cut`() {
    var dice = Dice(seed: 3)
    for _ in 0..<3000 {
      let text = dice.text(scalars: 30)
      let columns = dice.next(below: 14)
      #expect(TextWidth.of(TextWidth.fit(text, columns)) <= columns)
      #expect(TextWidth.of(TextWidth.pad(text, columns)) == columns)
      #expect(TextWidth.of(TextWidth.padLeft(text, columns)) == columns)
    }
    #expect(TextWidth.fit("vaultwarden", 6) == "vault…")
    #expect(TextWidth.fit("漢字漢字", 4) == "漢…")
  }

  @Test func `wrapped text loses no word and is never too wide`() {
    var dice = Dice(seed: 11)
    for _ in 0..<2000 {
      let text = dice.text(scalars: 60)
      let width = 2 + dice.next(below: 20)
      let lines = Wrap.lines(text, width: width)
      #expect(lines.allSatisfy { TextWidth.of($0) <= width })
      let glued = lines.joined().unicodeScalars.count { $0 != " " }
      #expect(glued == PlainText.clean(text).unicodeScalars.count { $0 != " " })
    }
    #expect(Wrap.lines("one two three", width: 7) == ["one two", "three"])
    #expect(Wrap.lines("one two three four", width: 7, linesMax: 2) == ["one two", "three …"])
    #expect(Wrap.lines("x", width: 0) == [])
  }
}
