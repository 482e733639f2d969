import Cluster
import Testing

@testable import Planning

struct CephHealthTests {
  private func codes(_ answers: NodeHealth.Ceph?...) -> [String] {
    var inventory = SampleCluster.small()
    for (index, answer) in answers.enumerated() { inventory.nodes[index].health.ceph = answer }
    let nodes = inventory.nodes
    return (CephHealth.blockers(on: nodes) + CephHealth.waits(on: nodes) + CephHealth.warnings(on: nodes)).map(\.code)
  }

  private func warn(_ complaints: String...) -> NodeHealth.Ceph {
    NodeHealth.Ceph(status: "HEALTH_WARN", complaints: complaints)
  }

  @Test func `no Ceph, a whole one, and one with an operator's flags are fine`() {
    #expect(codes(nil, nil, nil) == [])
    #expect(codes(NodeHealth.Ceph(status: "HEALTH_OK")) == [])
    #expect(codes(warn("OSDMAP_FLAGS")) == [])
  }

  @Test(arguments: [
    "PG_DEGRADED", "PG_AVAILABILITY", "OSD_DOWN", "OSD_HOST_DOWN", "OBJECT_MISPLACED", "MON_DOWN", "SLOW_OPS",
    "MDS_DEGRADED",
  ])
  func `what heals is waited for`(complaint: String) {
    #expect(codes(warn("OSDMAP_FLAGS", complaint)) == ["ceph-healing"])
  }

  @Test(arguments: ["PG_NOT_SCRUBBED", "PG_NOT_DEEP_SCRUBBED", "MON_CLOCK_SKEW", "POOL_NO_REDUNDANCY", "RECENT_CRASH"])
  func `other complaints are told`(complaint: String) {
    #expect(codes(warn(complaint)) == ["ceph-warning"])
  }

  @Test func `an error or silence is in the way, and the gravest answer counts`() {
    #expect(codes(NodeHealth.Ceph(status: "HEALTH_ERR", complaints: ["OSD_FULL"])) == ["ceph-error"])
    #expect(codes(NodeHealth.Ceph(status: "")) == ["ceph-silent"])
    #expect(codes(warn("OSD_DOWN"), NodeHealth.Ceph(status: "HEALTH_ERR"), warn("OSD_DOWN")) == ["ceph-error"])
    #expect(codes(NodeHealth.Ceph(status: "HEALTH_OK"), warn("MON_DOWN")) == ["ceph-healing"])
  }
}
