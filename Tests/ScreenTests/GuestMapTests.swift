import Cluster
import Planning
import Testing

@testable import Screen

@Suite struct GuestMapTests {
  @Test(arguments: [(60, 20), (80, 24), (120, 40), (200, 60)])
  func `a guest that stands still is told by a sign, on its page and in a card`(_ width: Int, _ height: Int) {
    let guests = SampleHerd.pressing("2", in: SampleHerd.atRest(width, height))
    let cluster = SampleHerd.atRest(width, height)
    let sign = width == 60 ? "░" : "304░"
    #expect(guests.canvas().glyphLines.contains { $0.contains(sign) })
    #expect(height < 40 || cluster.canvas().glyphLines.contains { $0.contains("304░") })
    #expect(!guests.canvas().glyphLines.contains { $0.contains("303░") })
  }

  @Test func `so is one of which nothing is known, and no sign takes room from the next number`() {
    var state = SampleHerd.withAbsence(120, 40)
    #expect(
      GuestMap(state: state, node: SampleHerd.pve3).signs(columns: 20).spans.map(\.text)
        == Array(repeating: "?", count: 6))
    var inventory = SampleHerd.inventory()
    for index in inventory.guests.indices { inventory.guests[index].status = .stopped }
    _ = state.handle(.inventory(inventory))
    let map = GuestMap(state: state, node: SampleHerd.pve1, cellWidth: 4)
    let line = map.lines(width: 40, linesMax: 9)[0].spans.map(\.text).joined()
    #expect(line == "101░102░103░104░105░106░107░108░109░110░")
  }
}
