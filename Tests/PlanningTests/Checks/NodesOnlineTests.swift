import Cluster
import Testing

@testable import Planning

struct NodesOnlineTests {
  @Test func `each node that does not answer is named with the reason`() {
    var inventory = SampleCluster.small()
    #expect(NodesOnline.blockers(in: inventory).isEmpty)
    inventory.nodes[1].isOnline = false
    inventory.nodes[1].problems = ["no route to host"]
    #expect(NodesOnline.blockers(in: inventory).map(\.message) == ["pve2 does not answer: no route to host"])
    #expect(NodesOnline.blockers(on: inventory.nodes[1]).map(\.code) == ["node-offline"])
    #expect(NodesOnline.blockers(on: inventory.nodes[0]).isEmpty)
  }
}
