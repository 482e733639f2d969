import Cluster
import Planning
import Testing

@testable import Screen

@Suite struct LogPageTests {
  private func state(lines: Int) -> ScreenState {
    var state = SampleHerd.pressing("5", in: SampleHerd.state(80, 24))
    for number in 1...max(lines, 1) { add(number, to: &state) }
    return state
  }

  private func add(_ number: Int, to state: inout ScreenState) {
    let notice = Notice(
      event: "x", level: number % 10 == 0 ? .warning : .info, subject: "pve\(number % 3 + 1)",
      message: "line \(number)")
    _ = state.handle(.record(RunRecord(run: SampleHerd.run, seq: number, time: SampleHerd.now, notice: notice)))
  }

  private func shown(_ state: ScreenState) -> [Int] {
    let text = PaneText(of: state)
    return text.visible.compactMap { text.log[$0]?.message.split(separator: " ").last.flatMap { Int($0) } }
  }

  @Test func `a filter shows its lines, follows new ones, and Escape shows all again`() {
    var state = SampleHerd.typing("filter 7$", in: state(lines: 100))
    #expect(shown(state) == [7, 17, 27, 37, 47, 57, 67, 77, 87, 97])
    for number in 101...110 { add(number, to: &state) }
    _ = state.handle(.tick(SampleHerd.now + 1))
    #expect(shown(state).last == 107)
    #expect(state.handle(.key(.escape)) == [])
    #expect(shown(state).last == 110)
    #expect(state.page == .log)
    _ = state.handle(.key(.escape))
    #expect(state.page == .cluster)
  }

  @Test func `the title counts the lines that can be seen`() {
    var state = SampleHerd.typing("filter vaultwarden", in: SampleHerd.pressing("5", in: SampleHerd.running(80, 24)))
    func title() -> String { state.canvas().glyphLines[1] }
    #expect(title().contains("2 lines"), "\(title())")
    _ = state.handle(.key("v"))
    #expect(title().contains("3 lines"), "\(title())")
  }

  @Test func `a found line stays where it is when all lines are shown again`() {
    var state = SampleHerd.typing("filter line", in: state(lines: 100))
    for _ in 0..<5 { _ = state.handle(.key("k")) }
    #expect(shown(state).last == 95)
    _ = state.handle(.key("/"))
    for _ in 0..<4 { _ = state.handle(.key(.backspace)) }
    _ = state.handle(.key(.enter))
    #expect(shown(state).last == 95)
    #expect(shown(state).count > 10)
  }

  @Test func `warnings and failures only, and all again`() {
    var state = SampleHerd.pressing("e", in: state(lines: 100))
    #expect(shown(state) == [10, 20, 30, 40, 50, 60, 70, 80, 90, 100])
    _ = state.handle(.key("e"))
    #expect(shown(state).last == 100)
    #expect(shown(state).count == 20)
  }

  @Test func `a pattern that is being typed keeps the last one that could be read`() {
    var state = SampleHerd.pressing("/", in: state(lines: 100))
    for key in ["9", "9"] as [Key] { _ = state.handle(.key(key)) }
    #expect(shown(state) == [99])
    _ = state.handle(.key("("))
    #expect(shown(state) == [99])
    #expect(state.canvas().glyphLines.contains { $0.contains("not a pattern: 99(") })
    _ = state.handle(.key(.enter))
    #expect(state.prompt != nil)
    _ = state.handle(.key(.escape))
    #expect(state.prompt == nil)
    #expect(shown(state).last == 100)
  }

  @Test func `w offers a name for a file, and Enter saves the lines that are shown`() {
    var state = SampleHerd.typing("filter 7$", in: state(lines: 30))
    _ = state.handle(.key("w"))
    #expect(state.prompt?.text == "save herdmon-2026-11-22-070412.log")
    let lines = [7, 17, 27].map { "2026-11-22T07:04:12Z info pve\($0 % 3 + 1): line \($0)" }
    #expect(state.handle(.key(.enter)) == [.save(name: "herdmon-2026-11-22-070412.log", lines: lines)])
  }

  @Test func `what was looked for stands out`() throws {
    let state = SampleHerd.typing("filter line 55", in: state(lines: 100))
    let canvas = state.canvas()
    let y = try #require(canvas.glyphLines.firstIndex { $0.contains("line 55") && $0.contains("pve2") })
    #expect(canvas.styleLines[y].contains("BBBBBBB"))
  }

  @Test func `the log below the cards is not filtered`() {
    var state = SampleHerd.typing("filter 7$", in: state(lines: 30))
    _ = state.handle(.key("1"))
    #expect(shown(state).last == 30)
  }
}
