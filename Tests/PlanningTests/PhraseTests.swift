import Testing

@testable import Planning

struct PhraseTests {
  @Test(arguments: [
    (0, "0 ms"), (0.062, "62 ms"), (0.9994, "999 ms"), (0.9996, "1.0 s"), (9.44, "9.4 s"), (59.94, "59.9 s"),
    (59.96, "1:00"), (112, "1:52"), (3727, "1:02:07"), (-3, "-3.0 s"),
  ])
  func `a short time reads as people say it`(seconds: Double, text: String) {
    #expect(Phrase.seconds(seconds) == text)
  }

  @Test(arguments: [
    (0, "0:00"), (59.4, "0:59"), (59.5, "1:00"), (3599.6, "1:00:00"), (36_000, "10:00:00"), (-5, "0:00"),
  ])
  func `a clock has two digits for all but its first part`(seconds: Double, text: String) {
    #expect(Phrase.clock(seconds) == text)
  }

  @Test func `a number takes its noun along`() {
    #expect(Phrase.count(1, "guest") == "1 guest")
    #expect(Phrase.count(0, "guest") == "0 guests")
    #expect(Phrase.count(2, "entry", plural: "entries") == "2 entries")
  }
}
