import Cluster
import Testing

@testable import Planning

struct PackageLockFreeTests {
  @Test func `another program's work on the packages is waited for`() {
    var node = SampleCluster.node("pve1")
    #expect(PackageLockFree.waits(on: node).isEmpty)
    node.health.packageLockHolder = 4242
    #expect(PackageLockFree.waits(on: node).map(\.message) == ["process 4242 works on the packages of pve1"])
  }
}
