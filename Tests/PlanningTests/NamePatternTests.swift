import Testing

@testable import Planning

struct NamePatternTests {
  @Test(arguments: [
    ("dns1", "dns1", true), ("dns1", "DNS1", true), ("dns1", "dns10", false), ("dns*", "dns10", true),
    ("*-db", "shop-db", true), ("*-db", "shop-db-2", false), ("d?s", "dns", true), ("d?s", "ds", false),
    ("*", "", true), ("", "", true), ("", "a", false), ("a*b*c", "a-b-b-c", true), ("a*b*c", "a-c-b", false),
    ("[a]", "[a]", true),
  ])
  func `a name fits or does not`(_ pattern: String, _ name: String, _ fits: Bool) {
    #expect(NamePattern(pattern).matches(name) == fits)
  }

  @Test func `a hostile pair of name and pattern costs no more than their lengths`() {
    let pattern = NamePattern(String(repeating: "a*", count: 200) + "b")
    #expect(!pattern.matches(String(repeating: "a", count: 5000)))
  }
}
