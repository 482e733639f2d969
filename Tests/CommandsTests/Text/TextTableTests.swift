import Testing

@testable import Commands

@Suite struct TextTableTests {
  @Test func `columns are as wide as their widest cell, and empty ones vanish`() {
    var table = TextTable(("A", .left), ("", .left), ("LONG", .right))
    table.add("one", "", "1")
    table.add("three", "")
    #expect(table.lines(indent: 1) == [" A      LONG", " one       1", " three"])
  }

  @Test func `a table without headings has rows only`() {
    var table = TextTable(("", .left), ("", .left))
    table.add("a", "b")
    #expect(table.lines() == ["a  b"])
  }

  @Test func `sentences break at blanks, and a long word stands alone`() {
    #expect(Paragraph.lines("aa bb cc", hanging: 1, width: 5) == ["aa bb", " cc"])
    #expect(Paragraph.lines("a verylongword b", width: 6) == ["a", "verylongword", "b"])
    #expect(Paragraph.lines("") == [])
  }
}
