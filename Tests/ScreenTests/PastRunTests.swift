import Cluster
import Planning
import Testing

@testable import Screen

@Suite struct PastRunTests {
  private func records(_ notices: [(Double, Notice)]) -> [RunRecord] {
    notices.enumerated().map { index, entry in
      RunRecord(run: SampleHerd.run, seq: index + 1, time: SampleHerd.now + entry.0, notice: entry.1)
    }
  }

  @Test func `a past run tells outages, longest first, and its troubles`() {
    let run = PastRun(progress: SampleHerd.progress(), records: records(SampleHerd.notices()))
    #expect(run.outages.map(\.label).prefix(2) == ["ct/112 sonarr", "ct/104 prometheus"])
    #expect(run.outages.map(\.seconds).prefix(2) == [14.2, 11])
    #expect(run.troubles.map(\.notice.message).first == "start failed: renderD128 missing")
    #expect(run.troubles.allSatisfy { $0.notice.level >= .warning })
    #expect(run.lastAt == SampleHerd.now)
    #expect(run.outcome == nil)
  }

  @Test func `of a guest that moved twice, the longer outage counts`() {
    let there = Notice(
      event: "move.finished", guest: GuestID(101), subject: "ct/101 plex", message: "running again", seconds: 9)
    var back = there
    back.seconds = 15
    let run = PastRun(progress: SampleHerd.progress(), records: records([(0, there), (60, back), (90, there)]))
    #expect(run.outages.map(\.seconds) == [15])
  }

  @Test func `of very many troubles the newest are kept`() {
    let trouble = Notice(event: "retry", level: .warning, subject: "pve1", message: "no answer")
    let run = PastRun(
      progress: SampleHerd.progress(), records: records((0..<5000).map { (Double($0), trouble) }))
    #expect(run.troubles.count == 200)
    #expect(run.troubles.last?.seq == 5000)
  }
}
