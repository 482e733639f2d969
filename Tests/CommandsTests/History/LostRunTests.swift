import Cluster
import Orchestration
import Planning
import Testing

@testable import Commands

/// A run whose process died while somebody watched.
@Suite struct LostRunTests {
  @Test func `what was seen of it stands in its outcome`() {
    let start = SampleHistory.start
    let greeting = RunGreeting(process: 4711, journal: "/journal", start: start)
    var last = RunMachine(start, at: SampleHerd.takenAt).progress(at: SampleHerd.takenAt)
    last.nodes[0].stage = .done
    last.movesDone = 7
    last.endsAt = last.startedAt + 600
    let outcome = RunOutcome.lost(greeting, last, at: last.startedAt + 58)
    #expect(outcome.result == .attention && outcome.reason.contains("4711"))
    #expect(outcome.restarted == [last.nodes[0].node] && outcome.moves == 7)
    #expect(outcome.seconds == 58 && outcome.forecastSeconds == 600)
    #expect(outcome.remedy.contains("herdmon resume"))
  }
}
