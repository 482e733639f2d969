import Cluster
import Testing

@testable import Planning

struct FreeSpaceForUpgradeTests {
  private func found(_ path: String, mebibytes: Int64, _ change: (inout Node) -> Void = { _ in }) -> [String] {
    var node = SampleCluster.node("pve1")
    node.health.fileSystems = [.init(path: path, freeBytes: mebibytes << 20)]
    change(&node)
    return FreeSpaceForUpgrade.blockers(on: node).map(\.message)
  }

  @Test func `too little room is told with both figures`() {
    #expect(found("/", mebibytes: 900) == ["pve1 has 900 MiB free in /, an upgrade needs 2048 MiB"])
    #expect(found("/var", mebibytes: 900) == ["pve1 has 900 MiB free in /var, an upgrade needs 1024 MiB"])
    #expect(found("/boot", mebibytes: 90) == ["pve1 has 90 MiB free in /boot, an upgrade needs 256 MiB"])
  }

  @Test func `a kernel needs room on the boot partition as well`() {
    #expect(
      found("ESP 4A2B-11F0", mebibytes: 40) == ["pve1 has 40 MiB free in ESP 4A2B-11F0, an upgrade needs 128 MiB"])
    #expect(found("ESP 4A2B-11F0", mebibytes: 128) == [])
    #expect(found("ESP 4A2B-11F0", mebibytes: 40) { $0.updates.kernel = nil } == [])
  }

  @Test func `enough is enough, and without an upgrade there is nothing to write`() {
    #expect(found("/", mebibytes: 2048) == [])
    #expect(found("/", mebibytes: 1) { $0.updates = PendingUpdates() } == [])
    #expect(found("/boot", mebibytes: 90) { $0.updates.kernel = nil } == [])
    #expect(found("/mnt/other", mebibytes: 1) == [])
  }
}
