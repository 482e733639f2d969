import Cluster
import Testing

@testable import Planning

struct ReplicationRunsTests {
  private let pve2 = SampleCluster.name("pve2")

  private var running: [Replication] {
    [Replication(guest: GuestID(106), target: pve2), Replication(guest: GuestID(107), target: nil)]
  }

  @Test func `each replication under way is waited for`() {
    var node = SampleCluster.node("pve1")
    #expect(ReplicationRuns.waits(on: node).isEmpty)
    node.health.replicating = running
    #expect(
      ReplicationRuns.waits(on: node).map(\.message)
        == ["guest 106 is being replicated from pve1", "guest 107 is being replicated from pve1"])
  }

  @Test func `at the other end only what comes there`() {
    var node = SampleCluster.node("pve1")
    node.health.replicating = running
    #expect(
      ReplicationRuns.waits(for: pve2, on: node).map(\.message) == ["guest 106 is being replicated from pve1 to pve2"])
    #expect(ReplicationRuns.waits(for: SampleCluster.name("pve3"), on: node).isEmpty)
  }

  @Test func `right before a reboot at both ends, by a glance`() {
    var glance = SampleCluster.glance("pve1")
    #expect(ReplicationRuns.waits(glance).isEmpty && ReplicationRuns.waits(for: pve2, by: glance).isEmpty)
    glance.replicating = running
    #expect(ReplicationRuns.waits(glance).map(\.guest) == [GuestID(106), GuestID(107)])
    #expect(ReplicationRuns.waits(for: pve2, by: glance).map(\.guest) == [GuestID(106)])
    let found = Checks.beforeReboot(
      of: SampleCluster.glance("pve2"), address: "", leaving: [], others: [glance, SampleCluster.glance("pve3")],
      memberCount: 3)
    #expect(found == Checks.Findings(waits: ReplicationRuns.waits(for: pve2, by: glance)))
  }

  @Test func `what can't be read proves nothing`() {
    var node = SampleCluster.node("pve1")
    node.unread[.replication] = "it is no JSON"
    #expect(ReplicationRuns.waits(on: node).map(\.code) == ["replication-unknown"])
    var glance = SampleCluster.glance("pve1")
    glance.replicating = nil
    #expect(ReplicationRuns.waits(glance).map(\.code) == ["replication-unknown"])
    #expect(ReplicationRuns.waits(for: pve2, by: glance).map(\.code) == ["replication-unknown"])
  }
}
