import Testing

@testable import Commands

@Suite struct KeySuggestionTests {
  @Test(arguments: [
    ("memroy_limit", "memory_limit"), ("adress", "address"), ("usr", "user"), ("port ", "port"),
    ("containermoves", "container_moves"),
  ])
  func `a slip finds its word`(slip: String, word: String) {
    let known = ["memory_limit", "address", "user", "port", "container_moves", "reboot"]
    #expect(KeySuggestion.nearest(to: slip, among: known) == word)
  }

  @Test func `another word finds none`() {
    #expect(KeySuggestion.nearest(to: "database", among: ["policy", "screen"]) == nil)
  }

  @Test func `two swapped neighbours are one edit`() { #expect(KeySuggestion.distance("retyr", "retry") == 1) }
}
