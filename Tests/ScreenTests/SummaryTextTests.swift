import Cluster
import Planning
import Testing

@testable import Screen

@Suite struct SummaryTextTests {
  private func text(undone numbers: [Int]) -> String {
    var state = SampleHerd.running(120, 40)
    var progress = SampleHerd.progress()
    for index in progress.nodes.indices {
      progress.nodes[index].stage = numbers.contains(index) ? .skipped("no room") : .done
    }
    _ = state.handle(.progress(progress))
    var outcome = SampleHerd.outcome(.failed)
    outcome.reason = "no room"
    _ = state.handle(.runEnded(outcome))
    return state.canvas().glyphLines.joined(separator: "\n")
  }

  @Test func `nodes that were not restarted are named`() {
    #expect(text(undone: [0, 2]).contains("pve2, pve3 were not restarted; every guest is home."))
    #expect(text(undone: [1]).contains("pve1 was not restarted; every guest is home."))
  }
}
