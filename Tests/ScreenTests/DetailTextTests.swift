import Cluster
import Planning
import Testing

@testable import Screen

@Suite struct DetailTextTests {
  private func text(_ state: ScreenState) -> String {
    DetailText(state: state, width: 80).lines(of: .card("pve1")).map { $0.spans.map(\.text).joined() }
      .joined(separator: "\n")
  }

  @Test func `of a node that restarts nothing is told as if it were so now`() {
    var state = SampleHerd.rebooting(80, 24)
    // The last survey may be from before the restart.
    _ = state.handle(.inventory(SampleHerd.inventory()))
    #expect(text(state).contains("seen      07:04:09"))
    #expect(!text(state).contains("up 41d") && !text(state).contains("memory"))
    state = SampleHerd.proving(80, 24)
    _ = state.handle(.inventory(SampleHerd.inventory()))
    #expect(text(state).contains("memory"))
  }

  @Test func `a guest that is stopped stays, in the table and in its details`() throws {
    let state = SampleHerd.pressing("2", in: SampleHerd.atRest(120, 40))
    let row = try #require(state.table?.rows.first { $0.id == .guest(GuestID(304)) })
    #expect(row.cells[6].text == "stays")
    let lines = DetailText(state: state, width: 80).lines(of: row.id).map { $0.spans.map(\.text).joined() }
    #expect(lines.contains("stays     it is stopped, and no run moves it"), "\(lines)")
    #expect(!lines.contains { $0.hasPrefix("moves") })
  }
}
