import Cluster
import Planning
import Testing

@testable import Screen

@Suite struct PaneViewTests {
  @Test func `the title counts the flights of its node's leg, though the next turn has begun`() {
    var state = SampleHerd.running(80, 24)
    var progress = SampleHerd.progress()
    progress.nodes[0].stage = .working(.return)
    (progress.nodes[0].moved, progress.nodes[0].toMove) = (1, 3)
    // One goes home to pve2, from the node that is being drained; others are drained to pve2.
    progress.inFlight[0].guest = GuestID(201)
    progress.inFlight[0].to = SampleHerd.pve2
    _ = state.handle(.progress(progress))
    #expect(state.canvas().glyphLines.contains { $0.contains("pve2 return   1 of 3 moved, 1 in flight") })
    progress.nodes[0].stage = .done
    _ = state.handle(.progress(progress))
    #expect(state.canvas().glyphLines.contains { $0.contains("pve1 drain   16 of 26 moved, 7 in flight") })
  }
}
