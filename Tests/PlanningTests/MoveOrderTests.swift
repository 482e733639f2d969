import Cluster
import Testing

@testable import Planning

struct MoveOrderTests {
  private func guests() -> [Guest] {
    var first = SampleCluster.container(101, on: "pve1")
    first.startup.order = 1
    var second = SampleCluster.container(102, on: "pve1")
    second.startup.order = 2
    var large = SampleCluster.machine(203, on: "pve1")
    large.memoryBytes = 32 << 30
    return [first, second, SampleCluster.container(104, on: "pve1"), SampleCluster.machine(202, on: "pve1"), large]
  }

  @Test func `what others need leaves last and comes home first`() {
    let leaving = MoveOrder.draining(guests(), controller: nil).map(\.id.rawValue)
    #expect(leaving == [203, 202, 104, 102, 101])
    let coming = MoveOrder.returning(guests(), controller: nil).map(\.id.rawValue)
    #expect(coming == [101, 102, 203, 202, 104])
  }

  @Test func `herdmon's own guest leaves before all and comes home after all`() {
    let own = GuestID(101)
    #expect(MoveOrder.draining(guests(), controller: own).first?.id == own)
    #expect(MoveOrder.returning(guests(), controller: own).last?.id == own)
  }

  @Test func `the order does not depend on the order asked in`() {
    for seed in UInt64(1)...50 {
      var dice = Dice(seed: seed)
      let shuffled = guests().shuffled(using: &dice)
      #expect(MoveOrder.draining(shuffled, controller: nil) == MoveOrder.draining(guests(), controller: nil))
      #expect(MoveOrder.returning(shuffled, controller: nil) == MoveOrder.returning(guests(), controller: nil))
    }
  }
}
