import Cluster
import Testing

@testable import Planning

struct DegradedDisksTests {
  @Test func `pools and arrays that lack a disk are told before a reboot`() {
    var node = SampleCluster.node("pve1")
    #expect(DegradedDisks.warnings(on: node).isEmpty)
    node.health.degraded = ["rpool DEGRADED", "md0 [U_]"]
    #expect(
      DegradedDisks.warnings(on: node).map(\.message)
        == ["disks of pve1 are not whole: rpool DEGRADED, md0 [U_]"])
  }
}
