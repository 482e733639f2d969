import Cluster
import Planning
import Testing

@testable import Screen

@Suite struct HeaderViewTests {
  private func header(_ state: ScreenState) -> String { state.canvas().glyphLines[0] }

  @Test func `on the smallest screen a pause is seen, on every page`() {
    var state = SampleHerd.running(40, 12)
    var progress = SampleHerd.progress()
    progress.state = .paused
    _ = state.handle(.progress(progress))
    for page in Page.allCases {
      let shown = SampleHerd.pressing(Character("\(page.rawValue)"), in: state)
      #expect(header(shown).contains("PAUSED   07:04:12"), "\(header(shown))")
    }
  }

  @Test(arguments: [40, 60, 80, 120]) func `pages that don't show the nodes say which one is worked on`(_ width: Int) {
    for page in Page.allCases where page != .cluster {
      let shown = header(SampleHerd.pressing(Character("\(page.rawValue)"), in: SampleHerd.running(width, 24)))
      #expect(shown.contains("pve1 drain") && shown.contains("3/3") && !shown.contains("…"), "\(shown)")
    }
    #expect(!header(SampleHerd.running(width, 24)).contains("drain"))
  }

  @Test func `that the cluster is quorate is said where it fits`() {
    #expect(header(SampleHerd.atRest(40, 12)).contains("QUORATE 3/3"))
    #expect(header(SampleHerd.running(60, 20)).contains("QUORATE 3/3"))
    let crowded = header(SampleHerd.pressing("2", in: SampleHerd.running(40, 12)))
    #expect(crowded.contains(" 3/3 ") && !crowded.contains("QUORATE"), "\(crowded)")
  }

  @Test func `a run that is played again says how`() {
    var options = ScreenState.Options(clusterName: "homelab")
    options.isReplay = true
    var state = SampleHerd.running(80, 24, options: options)
    for (playback, word) in [
      (Playback(speed: 20, motion: .playing), "REPLAY 20x"), (Playback(speed: 0.5, motion: .playing), "REPLAY 0.5x"),
      (Playback(speed: 20, motion: .paused), "REPLAY PAUSED"), (Playback(speed: 1, motion: .over), "REPLAY AT ITS END"),
    ] {
      _ = state.handle(.playback(playback))
      #expect(header(state).contains(word), "\(header(state))")
    }
  }
}
