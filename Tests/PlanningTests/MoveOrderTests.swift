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
    let leaving = MoveOrder.draining(guests(), policy: Policy()).map(\.id.rawValue)
    #expect(leaving == [203, 202, 104, 102, 101])
    let coming = MoveOrder.returning(guests(), policy: Policy()).map(\.id.rawValue)
    #expect(coming == [101, 102, 203, 202, 104])
  }

  @Test func `herdmon's own guest leaves before all and comes home after all`() {
    let own = GuestID(101)
    var policy = Policy()
    policy.controller = own
    #expect(MoveOrder.draining(guests(), policy: policy).first?.id == own)
    #expect(MoveOrder.returning(guests(), policy: policy).last?.id == own)
  }

  @Test func `the order does not depend on the order asked in`() {
    for seed in UInt64(1)...50 {
      var dice = Dice(seed: seed)
      let shuffled = guests().shuffled(using: &dice)
      #expect(MoveOrder.draining(shuffled, policy: Policy()) == MoveOrder.draining(guests(), policy: Policy()))
      #expect(MoveOrder.returning(shuffled, policy: Policy()) == MoveOrder.returning(guests(), policy: Policy()))
    }
  }
}
