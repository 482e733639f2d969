import Cluster
import Planning
import Testing

@testable import Screen

@Suite struct RunStripTests {
  /// The line below the cards during a run of so many nodes, of which two are at work.
  private func strip(_ count: Int, width: Int) -> String {
    var state = SampleHerd.large(count, width, 24)
    var progress = SampleHerd.progress()
    progress.nodes = (1...count).map { number in
      let stage: RunProgress.NodeProgress.Stage =
        switch number {
        case 1: .working(.return)
        case 2: .working(.drain)
        default: .waiting
        }
      return .init(node: SampleHerd.name("pve\(number)"), stage: stage)
    }
    _ = state.handle(.progress(progress))
    let y = Layout(of: state).strip.y
    return state.canvas().glyphLines[y]
  }

  @Test(arguments: [3, 4, 5]) func `every node of a usual cluster is seen, though turns overlap`(_ count: Int) {
    let strip = strip(count, width: 80)
    for number in 1...count { #expect(strip.contains("pve\(number) "), "\(strip)") }
    #expect(strip.contains("return") && strip.contains("drain") && strip.contains("ends 07:19"), "\(strip)")
    #expect(!strip.contains("…"), "\(strip)")
  }

  @Test func `where there is room the phases are named, and where there is none nodes are counted`() {
    #expect(strip(3, width: 80).hasPrefix(" pve1 drain·update·reboot  return   pve2  drain   pve3 waits"))
    #expect(strip(3, width: 60).hasPrefix(" pve1  return   pve2  drain   pve3 waits"))
    #expect(strip(8, width: 80).contains("6 waiting"))
    #expect(strip(3, width: 120).contains(" drain  update·reboot·return"))
  }
}
