import Cluster
import Planning
import Testing

@testable import Screen

/// A run that ended before its work was done.
@Suite struct OpenRunTests {
  private func state(isReadOnly: Bool = false) -> ScreenState {
    var progress = SampleHerd.progress()
    progress.nodes[0].stage = .done
    var state = SampleHerd.atRest(80, 24, options: .init(clusterName: "homelab", isReadOnly: isReadOnly))
    let homes = progress.places.mapValues { _ in SampleHerd.name("elsewhere") }
    _ = state.handle(.runOpen(OpenRun(progress, homes: homes, reason: "stopped")))
    return state
  }

  @Test func `it is told at once, and nothing else is begun`() throws {
    var state = state()
    let run = try #require(state.openRun?.run)
    #expect(state.canvas().glyphLines.contains { $0.contains("A is refused now: run \(run) is unfinished") })
    for key in ["U", "R", "A", "D", "H"] as [Key] {
      #expect(state.handle(.key(key)) == [])
      #expect(state.dialog == nil, "\(key)")
      #expect(state.status?.text.contains("run \(run) is unfinished") == true)
    }
    _ = state.handle(.runOpen(nil))
    #expect(state.handle(.key("A")) == [.plan(.rolling)])
  }

  @Test func `it is carried on by a command, after a question with its figures`() throws {
    var state = SampleHerd.typing("resume", in: state())
    let text = state.canvas().glyphLines.joined(separator: "\n")
    #expect(text.contains("were away from home then"), "\(text)")
    let open = try #require(state.openRun)
    #expect(!open.nodesLeft.isEmpty && open.nodesLeft.count < SampleHerd.progress().nodes.count)
    #expect(open.guestsAway > 0)
    #expect(text.contains(open.nodesLeft.map(\.rawValue).joined(separator: ", ")), "\(text)")
    #expect(state.dialog?.focus == 0)
    _ = state.handle(.key(.tab))
    #expect(state.handle(.key(.enter)) == [.settle(.resume)])
  }

  @Test func `its guests are brought home by the key that aborts a run`() {
    var state = state()
    _ = state.handle(.key("X"))
    _ = state.handle(.key(.tab))
    #expect(state.handle(.key(.enter)) == [.settle(.abort)])
  }

  @Test func `without one, and for those who only watch, there is nothing to carry on`() {
    #expect(
      SampleHerd.typing("resume", in: SampleHerd.atRest(80, 24)).status?.text == "refused now: no run is unfinished")
    let watched = SampleHerd.typing("resume", in: state(isReadOnly: true))
    #expect(watched.dialog == nil)
    #expect(watched.status?.text.contains("read-only") == true)
  }
}
