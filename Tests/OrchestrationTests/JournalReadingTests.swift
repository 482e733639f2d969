import Cluster
import Glibc
import Local
import Planning
import Testing

@testable import Orchestration

struct JournalReadingTests {
  @Test func `lines that can't be read are named and skipped`() async throws {
    try await RunDoor.with { door in
      try door.journal.append(.began(RunDoor.start), at: Timestamp(milliseconds: 0))
      try door.say(1...1)
      let file = open(door.journal.path, O_WRONLY | O_APPEND)
      _ = LocalSocket.write(Array("garbage\n{\"time\":\"1970-01-01T00:00:01Z\"}\n\n".utf8), to: file)
      close(file)
      try door.say(2...2)
      let reading = try JournalReading(path: door.journal.path)
      #expect(reading.damagedLines == [3, 4])
      #expect(reading.records.map(\.seq) == [1, 2])
      #expect(reading.events.count == 1)
      #expect(reading.entries.count == 3)
    }
  }

  @Test func `lines come whole, however the bytes are cut`() {
    let text = Array("a\n\nbc\ndef".utf8)
    for cut in 0...text.count {
      var buffer = LineBuffer()
      let lines = buffer.take(Array(text[..<cut])) + buffer.take(Array(text[cut...]))
      #expect(lines.map { String(decoding: $0, as: UTF8.self) } == ["a", "", "bc"])
      #expect(buffer.rest == Array("def".utf8))
    }
  }
}
