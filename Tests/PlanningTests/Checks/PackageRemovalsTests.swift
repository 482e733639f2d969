import Cluster
import Testing

@testable import Planning

struct PackageRemovalsTests {
  @Test(arguments: [
    ([], 0), (["libfoo"], 0), (["proxmox-ve"], 1), (["libfoo", "pve-manager", "qemu-server"], 1), (["corosync"], 1),
  ])
  func `only what Proxmox is made of counts`(removals: [String], count: Int) {
    var node = SampleCluster.node("pve1")
    node.updates.removals = removals
    let found = PackageRemovals.blockers(on: node)
    #expect(found.count == count)
    #expect(found.allSatisfy { !$0.message.contains("libfoo") })
  }
}
