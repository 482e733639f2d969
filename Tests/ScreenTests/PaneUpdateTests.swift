import Cluster
import Planning
import Testing

@testable import Screen

@Suite struct PaneUpdateTests {
  private func state(lines: Int, _ width: Int = 80, _ height: Int = 24, kept: Int = 10_000) -> ScreenState {
    var state = ScreenState(
      options: .init(nodes: [SampleHerd.pve1]), size: Size(width: width, height: height), now: SampleHerd.now,
      logLinesMax: kept)
    add(1...max(lines, 1), to: &state)
    return state
  }

  private func add(_ numbers: ClosedRange<Int>, to state: inout ScreenState, level: Notice.Level = .info) {
    for number in numbers {
      let notice = Notice(
        event: "step", level: level, node: SampleHerd.pve1, subject: "pve1", message: "line \(number)")
      _ = state.handle(.record(RunRecord(run: SampleHerd.run, seq: number, time: SampleHerd.now, notice: notice)))
    }
  }

  private func shown(_ state: ScreenState) -> [Int] {
    state.canvas().glyphLines.compactMap { line in
      line.range(of: "line ").map { line[$0.upperBound...] }.flatMap { Int($0.prefix { $0.isNumber }) }
    }
  }

  @Test func `the pane follows until it is scrolled, and then stands still`() {
    var state = state(lines: 100)
    #expect(shown(state).last == 100)
    for _ in 0..<5 { _ = state.handle(.key(.character("k"))) }
    let still = shown(state)
    #expect(still.last == 95)
    add(101...150, to: &state)
    #expect(shown(state) == still)
    #expect(state.canvas().glyphLines.contains { $0.contains("55 newer, End follows") })
    _ = state.handle(.key(.end))
    #expect(shown(state).last == 150)
  }

  @Test func `pages fit together and ends are ends`() {
    var state = state(lines: 100)
    let page = shown(state)
    _ = state.handle(.key(.pageUp))
    #expect(shown(state).last == page.first)
    _ = state.handle(.key(.pageDown))
    #expect(shown(state) == page)
    #expect(state.pane.bottom == nil)
    _ = state.handle(.key(.character("g")))
    #expect(shown(state).first == 1)
    #expect(shown(state).count == page.count)
    for _ in 0..<5 { _ = state.handle(.key(.pageUp)) }
    #expect(shown(state).first == 1)
    for _ in 0..<200 { _ = state.handle(.key(.character("j"))) }
    #expect(state.pane.bottom == nil)
    _ = state.handle(.key(.character("k")))
    _ = state.handle(.key(.character("f")))
    #expect(state.pane.bottom == nil)
  }

  @Test func `a short log can't be scrolled away`() {
    var state = state(lines: 3)
    for key in [Key.character("k"), .pageUp, .home, .character("j"), .pageDown] {
      _ = state.handle(.key(key))
      #expect(shown(state) == [1, 2, 3])
    }
  }

  @Test func `old lines are dropped, and a pane that showed them moves on`() {
    var state = state(lines: 50, kept: 40)
    _ = state.handle(.key(.character("g")))
    #expect(shown(state).first == 11)
    add(51...200, to: &state)
    #expect(state.log.end - state.log.first == 40)
    #expect(shown(state).first == 161)
    _ = state.handle(.key(.character("j")))
    #expect(shown(state).first == 162)
  }

  @Test func `output is hidden and shown, and is never what is lost`() {
    var state = state(lines: 5)
    add(6...8, to: &state, level: .output)
    add(9...9, to: &state)
    #expect(shown(state) == Array(1...9))
    _ = state.handle(.key(.character("v")))
    #expect(shown(state) == Array(1...9))
    _ = state.handle(.key(.character("v")))
    #expect(shown(state) == [1, 2, 3, 4, 5, 9])
    _ = state.handle(.key(.character("v")))
    #expect(shown(state) == Array(1...9))
  }

  @Test func `what moves write is shown when asked for`() {
    var state = state(lines: 1)
    let notice = Notice(event: "job.output", level: .output, guest: GuestID(201), subject: "vm/201", message: "line 2")
    _ = state.handle(.record(RunRecord(run: SampleHerd.run, seq: 2, time: SampleHerd.now, notice: notice)))
    #expect(shown(state) == [1])
    _ = state.handle(.key(.character("v")))
    #expect(shown(state) == [1, 2])
    _ = state.handle(.key(.character("v")))
    #expect(shown(state) == [1])
  }

  @Test func `a move's progress takes the place of what it outdates`() {
    var log = LogBuffer(linesMax: 30)
    func append(_ subject: String, _ message: String) {
      log.append(LogLine(time: SampleHerd.now, level: .output, subject: subject, message: message))
    }
    append("vm/201", "starting migration")
    for number in 1...100 {
      append("vm/201", "2026-11-22 07:00:06 migration active, transferred \(number) MiB of 4.0 GiB VM-state")
      append("vm/202", "2026-11-22 07:00:06 migration active, transferred \(2 * number) MiB of 4.0 GiB VM-state")
    }
    #expect(
      (log.first..<log.end).map { log[$0]?.message.split(separator: " ").dropFirst(3).first } == [nil, "100", "200"])
    for number in 1...40 { append("vm/203", "other \(number)") }
    append("vm/201", "migration active, transferred 101 MiB of 4.0 GiB VM-state")
    #expect(log[log.end - 1]?.subject == "vm/201")
  }

  @Test func `a line of any length takes a bounded place`() {
    var state = state(lines: 1)
    let long = String(repeating: "word ", count: 100_000)
    for level in [Notice.Level.output, .error] {
      let notice = Notice(event: "x", level: level, subject: long, message: long)
      _ = state.handle(.record(RunRecord(run: SampleHerd.run, seq: 2, time: SampleHerd.now, notice: notice)))
    }
    #expect((state.log[2]?.message.utf8.count ?? 0) <= 2100)
    #expect(state.canvas().glyphLines.count { $0.contains("word word") } <= 6)
  }

  @Test func `lines in the ring keep their numbers`() {
    var log = LogBuffer(linesMax: 3)
    for number in 0..<10 {
      log.append(LogLine(time: SampleHerd.now, level: .info, subject: "", message: "\(number)"))
    }
    #expect(log.first == 7 && log.end == 10)
    #expect((7..<10).map { log[$0]?.message } == ["7", "8", "9"])
    #expect(log[6] == nil && log[10] == nil)
  }
}
