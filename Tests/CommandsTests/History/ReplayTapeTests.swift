import Cluster
import Planning
import Screen
import Testing

@testable import Commands

struct ReplayTapeTests {
  /// A screen that was told all of a tape, in steps of so many seconds.
  private func screen(_ entry: RunHistory.Entry, step: Double) -> ScreenState {
    var tape = ReplayTape(entry)
    var state = ScreenState(size: Size(width: 80, height: 24), now: tape.startedAt)
    for input in tape.opening { _ = state.handle(input) }
    var now = tape.startedAt
    while tape.nextAt != nil {
      for input in tape.play(to: now) { _ = state.handle(input) }
      _ = state.handle(.tick(now))
      now = now + step
    }
    _ = state.handle(.tick(tape.startedAt + 1000))
    return state
  }

  @Test func `the same journal gives the same screen, at any speed`() async throws {
    try await SampleHistory.with { sample in
      try sample.write()
      let entry = try sample.history.entry(named: "last", Messages(isSilent: true))
      let slow = screen(entry, step: 1)
      #expect(screen(entry, step: 1).canvas() == slow.canvas())
      #expect(screen(entry, step: 500).lastRun?.outcome == slow.lastRun?.outcome)
      #expect(slow.lastRun?.outcome.result == .stopped)
      #expect(slow.log.end == screen(entry, step: 500).log.end)
    }
  }

  @Test func `nothing is told before its time`() async throws {
    try await SampleHistory.with { sample in
      try sample.write()
      var tape = ReplayTape(try sample.history.entry(named: "last", Messages(isSilent: true)))
      #expect(tape.play(to: tape.startedAt + -1).isEmpty)
      #expect(tape.play(to: tape.startedAt + 9.9).count == 2)
      #expect(tape.nextAt == tape.startedAt + 10)
    }
  }

  @Test func `the clock goes through its speeds and stands still when paused`() {
    let clock = ReplayClock(at: Timestamp(milliseconds: 0), speed: 20)
    clock.obey(.faster)
    #expect(clock.playback == Playback(speed: 50, motion: .playing))
    for _ in 0..<20 { clock.obey(.slower) }
    clock.obey(.pause)
    #expect(clock.playback == Playback(speed: 1, motion: .paused))
    let moment = clock.now
    #expect(clock.now == moment)
    clock.skip(to: moment + 60)
    #expect(clock.now == moment + 60)
  }

  @Test func `a run that never ended stands still at its last moment`() async throws {
    try await SampleHistory.with { sample in
      try sample.write(isStopped: false)
      let tape = ReplayTape(try sample.history.entry(named: "last", Messages(isSilent: true)))
      #expect(tape.endsAt == tape.startedAt + 180)
      let clock = ReplayClock(at: tape.startedAt, speed: 500)
      clock.end(at: tape.endsAt)
      clock.obey(.pause)
      #expect(clock.now == tape.endsAt && clock.playback.motion == .over)
    }
  }
}
