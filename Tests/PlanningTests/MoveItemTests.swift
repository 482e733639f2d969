import Cluster
import Testing

@testable import Planning

/// What a move under way says of itself.
@Suite struct MoveItemTests {
  private let node = SampleCluster.name("pve2")

  private func item(_ state: MoveItem.State, starts: Int = 0, strikes: Int = 0) -> MoveItem {
    let move = Plan.Move(
      guest: GuestID(101), kind: .container, name: "plex", from: SampleCluster.name("pve1"), to: node, way: .restart,
      leg: .drain, seconds: 15, outageSeconds: 9)
    var item = MoveItem(
      move: move, policy: GuestPolicy(shutdownSeconds: 60), alternatives: [], needsDirectory: false,
      now: Timestamp(seconds: 0))
    (item.state, item.starts, item.strikes, item.reason) = (state, starts, strikes, "no device")
    return item
  }

  @Test func `trouble is told once a second start has failed, or the guest has stayed`() {
    let soon = Timestamp(seconds: 5)
    #expect(item(.moving(JobID("x"))).trouble == nil)
    #expect(item(.queued(notBefore: soon)).trouble == nil)
    // The first start of a privileged container on a node fails by a known fault, and is tried again at once.
    #expect(item(.waitingToStart(on: node, notBefore: soon)).trouble == nil)
    #expect(item(.starting(JobID("x"), on: node), starts: 1).trouble == nil)
    #expect(
      item(.waitingToStart(on: node, notBefore: soon), starts: 1).trouble
        == "is stopped on pve2, start 1 failed: no device")
    #expect(item(.queued(notBefore: soon), strikes: 1).trouble == "stayed on pve1: no device")
  }

  @Test func `an outage is counted from when the guest went down, whatever happened since`() {
    var fetched = item(.arrived)
    fetched.outageSeconds = 9
    #expect(fetched.outage(at: Timestamp(seconds: 100)) == 9)
    (fetched.wasDown, fetched.downSince) = (true, Timestamp(seconds: 20))
    #expect(fetched.outage(at: Timestamp(seconds: 100)) == 80)
    fetched.move.way = .shutdown
    #expect(fetched.outage(at: Timestamp(seconds: 100)) == nil, "it is shut down, not back")
  }
}
