import Cluster
import Planning
import Testing

@testable import Screen

@Suite struct ScreenUpdateTests {
  private func text(_ state: ScreenState) -> String { state.canvas().glyphLines.joined(separator: "\n") }

  @Test func `the first frame needs nothing from the cluster`() {
    let text = text(SampleHerd.state(80, 24))
    #expect(text.contains("asking…") && text.contains("pve1") && text.contains("pbs1"))
  }

  @Test func `guests that moved away still count as the working node's`() throws {
    let counts = SampleHerd.running(80, 24).herdCounts
    let drained = try #require(counts[SampleHerd.pve1])
    #expect(drained.containers.total == 25 && drained.machines.total == 1)
    #expect(drained.containers.running == 10 && drained.machines.running == 0)
    #expect(drained.leaving == 8)
    let target = try #require(counts[SampleHerd.pve2])
    #expect(target.containers.running == target.containers.total)
    #expect(target.arriving == 5)
    let all = [SampleHerd.pve1, SampleHerd.pve2, SampleHerd.pve3].compactMap { counts[$0]?.containers.running }
    #expect(all.reduce(0, +) == 32)
  }

  @Test func `a guest that has just arrived glows, and then no more`() {
    var state = SampleHerd.running(120, 40)
    var progress = SampleHerd.progress()
    progress.inFlight.removeFirst()
    progress.places[GuestID(107)] = SampleHerd.pve2
    _ = state.handle(.progress(progress))
    #expect(state.arrivals[GuestID(107)] == SampleHerd.now)
    let fresh = state.canvas()
    _ = state.handle(.tick(SampleHerd.now + 5))
    #expect(fresh.styleLines != state.canvas().styleLines)
    var inventory = SampleHerd.inventory()
    inventory.takenAt = SampleHerd.now + 59
    _ = state.handle(.inventory(inventory))
    _ = state.handle(.tick(SampleHerd.now + 60))
    #expect(state.arrivals.isEmpty)
  }

  @Test func `at the end of a run a summary opens, the cluster is looked at, and the longest outage is told`() {
    var state = SampleHerd.running(80, 24)
    #expect(state.handle(.runEnded(SampleHerd.outcome())) == [.refresh])
    #expect(state.lastRun?.worst == LastRun.Outage(label: "ct/112 sonarr", seconds: 14.2))
    #expect(text(state).contains("Run 7f3a ended: ok"))
    _ = state.handle(.key(.escape))
    #expect(text(state).contains("last run 7f3a  Sun 07:04  ok  16:20  74 moves"))
  }

  @Test func `a guest that arrived after the last survey counts as running, whatever the survey saw`() {
    var state = SampleHerd.running(80, 24)
    var inventory = SampleHerd.inventory()
    let index = inventory.guests.firstIndex { $0.id == GuestID(107) } ?? 0
    inventory.guests[index].status = .stopped
    inventory.takenAt = SampleHerd.now + 1
    _ = state.handle(.inventory(inventory))
    let before = state.herdCounts[SampleHerd.pve2]?.containers
    var progress = SampleHerd.progress()
    progress.inFlight.removeFirst()
    progress.places[GuestID(107)] = SampleHerd.pve2
    _ = state.handle(.progress(progress))
    _ = state.handle(.tick(SampleHerd.now + 60))
    let after = state.herdCounts[SampleHerd.pve2]?.containers
    #expect(after?.running == (before?.running ?? 0) + 1)
    // A survey that began after it arrived is believed.
    inventory.takenAt = SampleHerd.now + 80
    _ = state.handle(.inventory(inventory))
    #expect(state.herdCounts[SampleHerd.pve2]?.containers.running == before?.running)
  }

  @Test func `the date of a task's line is not told twice`() {
    let line = LogLine(
      time: SampleHerd.now, level: .output, subject: "", message: "2026-11-22 07:21:26 start container")
    #expect(line.message == "start container")
    let other = LogLine(time: SampleHerd.now, level: .output, subject: "", message: "2026-11-22 is a Sunday")
    #expect(other.message == "2026-11-22 is a Sunday")
  }

  @Test func `an end that is told again and again opens one summary`() {
    var state = SampleHerd.running(80, 24)
    var progress = SampleHerd.progress()
    progress.state = .ended(SampleHerd.outcome())
    #expect(state.handle(.progress(progress)) == [.refresh])
    #expect(state.lastRun?.run == SampleHerd.run)
    _ = state.handle(.key(.escape))
    #expect(state.handle(.progress(progress)) == [])
    #expect(state.handle(.runEnded(SampleHerd.outcome())) == [])
    #expect(state.dialog == nil)
    #expect(state.endedRuns.count == 1)
  }

  @Test func `the end of a paused run moves on with the clock, and what is left stays`() throws {
    for (pause, seconds) in [(RunProgress.State.paused, 60.0), (.running, 0)] {
      var state = SampleHerd.running(80, 24)
      var progress = SampleHerd.progress()
      progress.state = pause
      _ = state.handle(.progress(progress))
      _ = state.handle(.tick(state.now + 60))
      #expect(state.progress?.endsAt == progress.endsAt + seconds)
      let ends = try #require(progress.nodes.first { $0.phaseEnds != nil })
      #expect(state.progress?.nodes.first { $0.node == ends.node }?.phaseEnds == ends.phaseEnds.map { $0 + seconds })
    }
  }

  @Test func `what was asked for is not told any more once the run tells of itself`() {
    var state = SampleHerd.atRest(80, 24)
    state.say("starting: drain pve1")
    _ = state.handle(.progress(SampleHerd.progress()))
    #expect(state.status == nil)
  }

  @Test func `another time zone moves the clock`() {
    var state = SampleHerd.atRest(80, 24)
    _ = state.handle(.zone(utcOffsetSeconds: -3600))
    #expect(state.canvas().glyphLines[0].hasSuffix("06:04"))
  }

  @Test func `a stray is told with the command that puts it right`() {
    let text = text(SampleHerd.ended(.strayed, 80, 24))
    #expect(text.contains("pct start 112") && text.contains("NOT ALL HOME"))
  }

  @Test func `the end of a run closes questions about it`() {
    var state = SampleHerd.pressing("S", in: SampleHerd.running(80, 24))
    _ = state.handle(.runEnded(SampleHerd.outcome()))
    guard case .summary = state.dialog?.kind else {
      Issue.record("no summary")
      return
    }
  }

  @Test func `at rest the log tells what changed, once`() {
    var state = SampleHerd.atRest(200, 50)
    let lines = state.log.end
    _ = state.handle(.inventory(SampleHerd.inventory()))
    #expect(state.log.end == lines)
    _ = state.handle(.inventory(SampleHerd.inventoryWithAbsence()))
    _ = state.handle(.inventory(SampleHerd.inventoryWithAbsence()))
    #expect(state.log.end == lines + 2)
    _ = state.handle(.inventory(SampleHerd.inventory()))
    let text = text(state)
    #expect(text.contains("AWAY: ssh: no answer") && text.contains("is back"))
    #expect(text.contains("quorate with 2 of 3 votes; one more loss and it stops"))
  }

  @Test func `a cluster that does not answer is told once, with since when`() {
    var state = SampleHerd.atRest(80, 24)
    let lines = state.log.end
    for _ in 0..<3 { _ = state.handle(.inventoryFailed(["no node answers"])) }
    #expect(state.log.end == lines + 1)
    #expect(text(state).contains("no answer since 07:04:09"))
    _ = state.handle(.inventory(SampleHerd.inventory()))
    #expect(!text(state).contains("no answer since"))
  }

  @Test func `a node that is down on purpose is no alarm`() {
    let state = SampleHerd.rebooting(80, 24)
    let text = text(state)
    #expect(text.contains("REBOOTING") && !text.contains("is away") && !text.contains("OFFLINE"))
    #expect(text.contains("6.8.12-9-pve"))
  }

  @Test func `the clock shows seconds only while a run goes on`() {
    #expect(text(SampleHerd.running(80, 24)).contains("07:04:12"))
    let rest = SampleHerd.atRest(80, 24).canvas().glyphLines[0]
    #expect(rest.hasSuffix("07:04"))
    var state = SampleHerd.atRest(80, 24, options: .init(glows: false, utcOffsetSeconds: 3600))
    let before = state.canvas()
    #expect(before.glyphLines[0].hasSuffix("08:04"))
    for second in 1...40 { _ = state.handle(.tick(SampleHerd.now + Double(second))) }
    #expect(state.canvas() == before)
  }

  @Test func `figures that make no sense hurt nobody`() {
    var inventory = SampleHerd.inventory()
    for value in [Double.nan, .infinity, -.infinity, -1, 1e300] {
      inventory.nodes[0].uptimeSeconds = value
      inventory.nodes[0].load = [value, value, value]
      inventory.nodes[1].load = []
      inventory.nodes[1].cores = 0
      inventory.nodes[0].memory = Capacity(usedBytes: .max, totalBytes: 1)
      inventory.nodes[0].updates.count = .max
      var state = SampleHerd.state(80, 24)
      _ = state.handle(.inventory(inventory))
      var progress = SampleHerd.progress()
      progress.nodes[1].phaseFraction = value
      progress.nodes[1].phaseEnds = Timestamp(milliseconds: .max / 4)
      progress.endsAt = Timestamp(milliseconds: .min / 4)
      _ = state.handle(.progress(progress))
      expectWhole(state.canvas())
      _ = state.handle(.key(.enter))
      expectWhole(state.canvas())
    }
  }

  @Test func `a screen at rest changes with the minute, one that shows a run or something new with the second`() {
    var rest = SampleHerd.atRest(80, 24)
    #expect(rest.status == nil)
    func moments(_ state: inout ScreenState) -> Int {
      Set(
        (60..<100).map { second in
          _ = state.handle(
            .tick(Timestamp(milliseconds: SampleHerd.now.milliseconds / 60_000 * 60_000) + Double(second)))
          return state.shownMoment
        }
      ).count
    }
    #expect(moments(&rest) == 1)
    var running = SampleHerd.running(80, 24)
    #expect(moments(&running) == 40)
    _ = rest.handle(.key("r"))
    let asked = rest.shownMoment
    _ = rest.handle(.tick(rest.now + 1))
    #expect(rest.shownMoment == asked + 1)
  }
}
