import Testing

@testable import Commands

@Suite struct DurationTextTests {
  @Test(arguments: [
    ("90s", 90.0), ("10m", 600), ("1h30m", 5400), ("1d", 86_400), ("250ms", 0.25), ("1.5h", 5400), ("2m0.5s", 120.5),
    ("0s", 0), ("45", 45), ("7.5", 7.5),
  ])
  func `durations read`(text: String, seconds: Double) { #expect(DurationText.seconds(text) == seconds) }

  @Test(arguments: ["", "s", "-5s", "5 s", "5x", "1m1h", "1m1m", "1..5s", "1e3s", "٣s", "5mm", "inf", "nan", "1h30"])
  func `anything else is no duration`(text: String) { #expect(DurationText.seconds(text) == nil) }

  @Test(arguments: [(90.0, "1m30s"), (600, "10m"), (5400, "1h30m"), (0.25, "0.25s"), (86_400, "24h"), (0, "0s")])
  func `durations are written short`(seconds: Double, text: String) { #expect(DurationText.text(seconds) == text) }
}
