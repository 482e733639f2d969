import Cluster
import Planning
import Testing

@testable import Commands

struct RunHistoryTests {
  private let messages = Messages(isSilent: true)
  private static let other = RunID(random: 0xAB_D000)

  @Test func `a run is meant by last, or by a beginning of its id that no other shares`() async throws {
    try await SampleHistory.with { sample in
      try sample.write()
      try sample.write(RunHistoryTests.other, at: SampleHerd.takenAt + 3600)
      let history = sample.history
      #expect(try history.entry(named: "last", messages).past.run == RunHistoryTests.other)
      #expect(try history.entry(named: "abc", messages).past.run == SampleHistory.start.id)
      #expect(history.entries(messages).map(\.past.run) == [RunHistoryTests.other, SampleHistory.start.id])
      #expect(history.entries(atMost: 1, messages).count == 1)
      #expect { try history.entry(named: "ab", messages) } throws: { "\($0)".contains("may be any of abc123, abd000") }
      #expect { try history.entry(named: "99", messages) } throws: { "\($0)".contains("no run '99'") }
    }
  }

  @Test func `without a journal there is nothing to show`() async throws {
    try await SampleHistory.with { sample in
      #expect(sample.history.entries(messages).isEmpty)
      #expect { try sample.history.entry(named: "last", messages) } throws: { "\($0)".contains("ever begun") }
    }
  }

  @Test func `the list tells how each run ended`() async throws {
    try await SampleHistory.with { sample in
      try sample.write()
      try sample.write(RunHistoryTests.other, at: SampleHerd.takenAt + 3600, isStopped: false)
      let runs = RunsReport(sample.history.entries(messages)).runs
      #expect(runs.map(\.state) == ["unfinished", "ended"])
      #expect(runs.map(\.exitCode) == [nil, 7])
      #expect(runs[1].seconds == 200)
      #expect(runs[1].worstOutage == RunsReport.Outage(guest: GuestID(101), name: "ct/101 plex", seconds: 14.2))
      #expect(runs[1].scope == "rolling")
    }
  }

  @Test func `of a run that goes on, nodes are counted that have proved their restart`() async throws {
    let pve1 = SampleHerd.name("pve1")
    let back = Notice(event: "node.back", phase: .reboot, node: pve1, subject: "pve1", message: "is back")
    try await SampleHistory.with { sample in
      try sample.write(isStopped: false)
      try sample.write(RunHistoryTests.other, at: SampleHerd.takenAt + 3600, besides: [back, back], isStopped: false)
      #expect(RunsReport(sample.history.entries(messages)).runs.map(\.restarted) == [[pve1], []])
    }
  }

  @Test func `the report has every phase with its time, and outages side by side`() async throws {
    try await SampleHistory.with { sample in
      try sample.write()
      let entry = try sample.history.entry(named: "last", messages)
      let report = RunReport(entry)
      #expect(report.turns.first { $0.node == SampleHerd.name("pve1") }?.phases.map(\.seconds) == [20, 60, 60, 30])
      let plex = try #require(report.guests.first { $0.label == "ct/101 plex" })
      #expect(plex.interruptions == 2)
      #expect(plex.measuredSeconds == 23.2)
      let text = RunReportText(entry: entry, zone: .utc).lines.joined(separator: "\n")
      #expect(text.hasPrefix("run abc123  rolling  STOPPED\nbegan 2026-"))
      #expect(text.contains("worst outage 14.2 s ct/101 plex"))
      #expect(text.contains("PREDICTED  MEASURED"))
      #expect(text.contains(" 0:20"))
    }
  }

  @Test func `the report names what a run has left set`() async throws {
    try await SampleHistory.with { sample in
      try sample.write()
      var entry = try sample.history.entry(named: "last", messages)
      var outcome = try #require(entry.past.outcome)
      outcome.left = [.cephFlag("noout")]
      entry.past.progress.state = .ended(outcome)
      let lines = RunReportText(entry: entry, zone: .utc).lines
      #expect(
        lines.suffix(3) == [
          "still set:", "  the Ceph flag noout is still set", "    on any node: ceph osd unset noout",
        ])
    }
  }
}
