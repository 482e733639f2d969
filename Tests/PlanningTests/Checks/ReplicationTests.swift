import Cluster
import Testing

@testable import Planning

struct ReplicationTests {
  @Test func `each replication under way is waited for`() {
    var node = SampleCluster.node("pve1")
    #expect(Replication.waits(on: node).isEmpty)
    node.health.replicating = [GuestID(106), GuestID(107)]
    #expect(
      Replication.waits(on: node).map(\.message)
        == ["guest 106 is being replicated from pve1", "guest 107 is being replicated from pve1"])
  }
}
