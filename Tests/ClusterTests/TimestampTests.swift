import Foundation
import Testing

@testable import Cluster

struct TimestampTests {
  @Test(arguments: [
    (0, "1970-01-01T00:00:00Z"), (1_763_794_801_250, "2025-11-22T07:00:01.250Z"),
    (951_782_400_000, "2000-02-29T00:00:00Z"),
    (4_107_542_399_999, "2100-02-28T23:59:59.999Z"), (-1, "1969-12-31T23:59:59.999Z"),
    (1_005, "1970-01-01T00:00:01.005Z"),
  ])
  func `a moment is written and read as ISO 8601`(milliseconds: Int64, text: String) {
    #expect(Timestamp(milliseconds: milliseconds).iso8601 == text)
    #expect(Timestamp(iso8601: text)?.milliseconds == milliseconds)
  }

  @Test func `every moment of two centuries survives the way through text`() {
    var moment = Int64(-2_208_988_800_000)
    while moment < 4_102_444_800_000 {
      #expect(Timestamp(iso8601: Timestamp(milliseconds: moment).iso8601)?.milliseconds == moment)
      moment += 86_399_999 * 11
    }
  }

  @Test(arguments: [
    "", "Z", "now", "2026-11-22", "2026-11-22T07:00:01", "2026-11-22T07:00:01+01:00", "2026-13-01T00:00:00Z",
    "2026-00-01T00:00:00Z", "2026-01-32T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z",
    "2026-01-01T00:00:61Z", "2026-01-01T00:00:nanZ", "2026-01-01T00:00:infZ", "2026-01-01T00:00:1e300Z",
    "9223372036854775807-01-01T00:00:00Z", "2026-01-01T9223372036854775807:00:00Z", "x-y-zTa:b:cZ",
  ])
  func `anything else is refused, and traps nothing`(text: String) { #expect(Timestamp(iso8601: text) == nil) }

  @Test func `seconds are added and taken away to the millisecond`() {
    let start = Timestamp(seconds: 100.25)
    #expect(start.milliseconds == 100_250)
    #expect((start + 0.0015).milliseconds == 100_252)
    #expect((start + -100.25).milliseconds == 0)
    #expect(start + 60 - start == 60)
    #expect(start < start + 0.001)
  }

  @Test func `in JSON a moment is a plain string`() throws {
    let moment = Timestamp(milliseconds: 1_763_794_801_250)
    let bytes = try JSONEncoder().encode([moment])
    #expect(String(decoding: bytes, as: UTF8.self) == #"["2025-11-22T07:00:01.250Z"]"#)
    #expect(try JSONDecoder().decode([Timestamp].self, from: bytes) == [moment])
    #expect(throws: DecodingError.self) { try JSONDecoder().decode([Timestamp].self, from: Data(#"["soon"]"#.utf8)) }
  }
}
