import Cluster
import Planning
import Testing

@testable import Screen

@Suite struct FlightLanesTests {
  private func flying(_ ids: [Int], since: Double = -4) -> RunProgress {
    var progress = SampleHerd.progress()
    progress.inFlight = ids.map {
      .init(
        guest: GuestID($0), label: "ct/\($0)", from: SampleHerd.pve1, to: SampleHerd.pve3,
        since: SampleHerd.now + since)
    }
    return progress
  }

  @Test func `a guest keeps its lane until it has arrived`() {
    var state = SampleHerd.atRest(80, 24)
    _ = state.handle(.progress(flying([101, 102, 103])))
    #expect(state.lanes == [101, 102, 103].map { GuestID($0) })
    _ = state.handle(.progress(flying([102, 103])))
    #expect(state.lanes == [nil, GuestID(102), GuestID(103)])
    _ = state.handle(.progress(flying([102, 103, 104])))
    #expect(state.lanes == [104, 102, 103].map { GuestID($0) })
    _ = state.handle(.progress(flying([104])))
    #expect(state.lanes == [GuestID(104)])
    _ = state.handle(.runEnded(SampleHerd.outcome()))
    #expect(state.lanes.isEmpty)
  }

  @Test func `a guest goes from its column to the other and never arrives before it is there`() throws {
    func place(after seconds: Double) throws -> Int {
      var state = SampleHerd.pressing("2", in: SampleHerd.atRest(120, 40))
      _ = state.handle(.progress(flying([125], since: -seconds)))
      let lanes = PageLayout(of: state).lanes
      #expect(!lanes.isEmpty)
      let line = state.canvas().glyphLines[lanes.y]
      let range = try #require(line.firstRange(of: "125►"))
      return line.distance(from: line.startIndex, to: range.lowerBound)
    }
    let places = try [0, 2, 5, 10, 60, 3600].map { try place(after: $0) }
    #expect(places == places.sorted())
    #expect(places.first == 1)
    #expect(Set(places).count == places.count)
    #expect(try #require(places.last) <= 81)
  }
}
