import Cluster
import Testing

@testable import Planning

struct EmptyNodeTests {
  @Test(arguments: [(Guest.Status.running, 1), (.unknown, 1), (.stopped, 0)])
  func `whoever may run keeps its node up`(status: Guest.Status, count: Int) {
    var glance = SampleCluster.glance("pve1")
    glance.guests = [.init(id: GuestID(101), status: status, lock: nil)]
    let found = EmptyNode.blockers(on: glance, leaving: [])
    #expect(EmptyNode.blockers(on: glance, leaving: [GuestID(101)]).isEmpty)
    #expect(found.count == count)
    #expect(found.allSatisfy { $0.code == "guest-arrived" && $0.guest == GuestID(101) && !$0.remedy.isEmpty })
  }
}
