import Cluster
import Testing

@testable import Screen

@Suite struct FiguresTests {
  @Test(arguments: [(0.0, "0:00"), (9, "0:09"), (112, "1:52"), (980, "16:20"), (3727, "1:02:07"), (-5, "0:00")])
  func `durations`(_ seconds: Double, _ text: String) { #expect(Figures.duration(seconds) == text) }

  @Test(arguments: [
    (0.0, "0 s"), (0.062, "62 ms"), (0.9996, "1 s"), (9.4, "9.4 s"), (9.96, "10 s"), (15, "15 s"), (99.4, "99 s"),
    (112, "1:52"),
  ]) func `short spans`(_ seconds: Double, _ text: String) { #expect(Figures.brief(seconds) == text) }

  @Test(arguments: [(59.0, "0m"), (600, "10m"), (11_220, "3h07m"), (3_553_200, "41d3h")])
  func `uptimes`(_ seconds: Double, _ text: String) { #expect(Figures.uptime(seconds) == text) }

  @Test(arguments: [(Int64(0), "0 B"), (512 << 20, "512 MiB"), (33_500_000_000, "31.2 GiB"), (8 << 40, "8.0 TiB")])
  func `bytes`(_ bytes: Int64, _ text: String) { #expect(Figures.bytes(bytes) == text) }

  @Test(arguments: [(0.0, "  0%"), (0.094, "  9%"), (0.82, " 82%"), (1, "100%"), (.nan, "  -%")])
  func `percentages are of one width`(_ part: Double, _ text: String) { #expect(Figures.percent(part) == text) }

  @Test(arguments: [(0.424, "0.42"), (9.999, "10.0"), (12.34, "12.3"), (137, "137"), (.infinity, "-")])
  func `loads`(_ load: Double, _ text: String) { #expect(Figures.load(load) == text) }

  @Test func `only the whole fills a bar, and anything shows`() {
    func bar(_ part: Double) -> String { Meter.bar(part, columns: 8).map(\.text).joined() }
    #expect(bar(0) == "░░░░░░░░")
    #expect(bar(0.001) == "▓░░░░░░░")
    #expect(bar(0.5) == "▓▓▓▓░░░░")
    #expect(bar(0.999) == "▓▓▓▓▓▓▓░")
    #expect(bar(1) == "▓▓▓▓▓▓▓▓")
    #expect(bar(.nan) == "░░░░░░░░")
  }

  @Test func `the wall clock knows its day and its zone`() throws {
    let moment = try #require(Timestamp(iso8601: "2026-11-22T23:30:05Z"))
    #expect(WallClock(utcOffsetSeconds: 3600).seconds(moment) == "00:30:05")
    #expect(WallClock(utcOffsetSeconds: 3600).weekday(moment) == "Mon")
    #expect(WallClock(utcOffsetSeconds: 0).weekday(moment) == "Sun")
    #expect(WallClock(utcOffsetSeconds: -7200).minutes(Timestamp(milliseconds: 0)) == "22:00")
    #expect(WallClock(utcOffsetSeconds: -7200).weekday(Timestamp(milliseconds: 0)) == "Wed")
  }
}
