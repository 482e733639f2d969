import Cluster
import Planning
import Testing

@testable import Screen

@Suite struct LogFilterTests {
  private func line(
    _ subject: String, _ message: String, _ level: Notice.Level = .info, from: String? = nil, to: String? = nil
  ) -> LogLine {
    LogLine(time: SampleHerd.now, level: level, subject: subject, from: from, to: to, message: message)
  }

  private var lines: [LogLine] {
    [
      line("pve1", "drain: 25 guests"), line("ct/103 grafana", "shutting down", from: "pve1", to: "pve2"),
      line("ct/112 sonarr", "start failed", .warning, from: "pve1", to: "pve3"),
      line("pve2", "did not come back", .error), line("vm/103 other", "103 of 200"),
    ]
  }

  private func shown(_ typed: String, errorsOnly: Bool = false) throws -> [Int] {
    let filter = try LogFilter(typed, errorsOnly: errorsOnly)
    return lines.indices.filter { filter.shows(lines[$0]) }
  }

  @Test func `lines are chosen by node, guest, level and pattern, and by all of them together`() throws {
    #expect(try shown("") == [0, 1, 2, 3, 4])
    #expect(try shown("node:pve1") == [0, 1, 2])
    #expect(try shown("node:pve1 node:pve3") == [0, 1, 2])
    #expect(try shown("guest:103") == [1, 4])
    #expect(try shown("guest:sonarr") == [2])
    #expect(try shown("guest:sona") == [])
    #expect(try shown("level:warning") == [2, 3])
    #expect(try shown("level:error") == [3])
    #expect(try shown("node:pve1 down") == [1])
    #expect(try shown("!drain|down node:pve1") == [2])
    #expect(try shown("shutting down") == [1])
  }

  @Test func `errors only means warnings and worse, and never hides less than the level asked for`() throws {
    #expect(try shown("", errorsOnly: true) == [2, 3])
    #expect(try shown("level:error", errorsOnly: true) == [3])
    #expect(try shown("level:output", errorsOnly: true) == [2, 3])
  }

  @Test func `a level that does not exist is refused by name`() {
    let refusal = #expect(throws: Pattern.Invalid.self) { try LogFilter("level:bad") }
    #expect(refusal?.text == "level:bad")
  }

  @Test func `a line stands in a file with its time, level, way and words`() {
    #expect(
      lines[2].recorded == "2026-11-22T07:04:12Z warning ct/112 sonarr pve1 -> pve3: start failed")
  }
}
