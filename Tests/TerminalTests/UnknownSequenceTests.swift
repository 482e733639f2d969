import Testing

@testable import Terminal

@Suite struct UnknownSequenceTests {
  private func keys(_ batches: String...) -> String {
    var sequence = UnknownSequence()
    var keys = String.UnicodeScalarView()
    for batch in batches {
      for scalar in batch.unicodeScalars { keys.append(contentsOf: sequence.take(scalar)) }
      keys.append(contentsOf: sequence.flush())
    }
    return String(keys)
  }

  @Test(arguments: ["\u{1B}[31X", "\u{1B}[15;2~", "\u{1B}[?1;2c", "\u{1B}OS", "\u{1B}[[A"])
  func `a sequence that nobody knows is no key`(_ sequence: String) {
    let rest = sequence == "\u{1B}[[A" ? "A" : ""
    #expect(keys("a\(sequence)b") == "a\(rest)b")
  }

  @Test func `an Escape that stands alone is one, and so is one before another key`() {
    #expect(keys("\u{1B}") == "\u{1B}")
    #expect(keys("\u{1B}\u{1B}") == "\u{1B}\u{1B}")
    #expect(keys("\u{1B}", "[") == "\u{1B}[")
    #expect(keys("\u{1B}x") == "\u{1B}x")
  }

  @Test func `what a slow link splits is swallowed all the same`() {
    #expect(keys("\u{1B}[3", "1", "Xy") == "y")
  }

  @Test func `text is passed on`() {
    #expect(keys("naïve [O] ~") == "naïve [O] ~")
    #expect(keys("\u{1B}[3\u{E9}") == "\u{E9}")
  }
}
