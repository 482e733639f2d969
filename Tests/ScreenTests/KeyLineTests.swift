import Cluster
import Planning
import Testing

@testable import Screen

@Suite struct KeyLineTests {
  private func keys(_ state: ScreenState) -> String { state.canvas().glyphLines.last ?? "" }

  @Test func `the page of guests offers to abort a run`() {
    #expect(keys(SampleHerd.pressing("2", in: SampleHerd.running(80, 24))).contains("X abort"))
    #expect(keys(SampleHerd.pressing("2", in: SampleHerd.running(120, 40))).contains("t target"))
  }

  @Test func `keys that the selected row refuses are dim`() throws {
    var state = SampleHerd.pressing("2", in: SampleHerd.running(120, 40))
    func style(_ word: String) throws -> Style {
      let canvas = state.canvas()
      let line = try #require(canvas.glyphLines.last)
      let place = try #require(line.range(of: word)).lowerBound
      return canvas[line.distance(from: line.startIndex, to: place), 39].style
    }
    // ct/101 has left already, ct/124 is still to go.
    #expect(try style("s skip") == .dim && style("t target") == .dim && style("X abort") == .bright)
    while state.steeredGuests != [GuestID(124)] { _ = state.handle(.key("j")) }
    #expect(try style("s skip") == .bright && style("t target") == .bright)
  }

  @Test func `a replay has keys of its own, and is left to where one came from`() {
    var options = ScreenState.Options(clusterName: "homelab", isReadOnly: true)
    options.isReplay = true
    options.keys = options.keys.forReplay
    var state = SampleHerd.running(80, 24, options: options)
    #expect(keys(state).contains("Space pause  + faster  - slower"))
    #expect(keys(state).contains("q back"))
    #expect(state.handle(.key(" ")) == [.play(.pause)])
    #expect(state.handle(.key("+")) == [.play(.faster)])
    #expect(state.handle(.key("-")) == [.play(.slower)])
    _ = state.handle(.playback(Playback(speed: 20, motion: .paused)))
    #expect(keys(state).contains("Space go on"))
    state = SampleHerd.pressing("2", in: state)
    #expect(state.handle(.key(.escape)) == [] && state.page == .cluster)
    #expect(state.handle(.key(.escape)) == [.quit])
  }

  @Test func `what a demo can't play again is not offered`() {
    var options = ScreenState.Options(clusterName: "homelab")
    options.isDemo = true
    var state = SampleHerd.pressing("4", in: SampleHerd.atRest(80, 24, options: options))
    #expect(!keys(state).contains("replay") && keys(state).contains("d report"))
    _ = state.handle(.key(.enter))
    #expect(state.status?.text == "Enter is refused now: a demo leaves no journal to play again")
    #expect(keys(SampleHerd.withRuns(80, 24)).contains("Enter replay"))
  }
}
