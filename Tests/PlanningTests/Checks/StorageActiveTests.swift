import Cluster
import Testing

@testable import Planning

struct StorageActiveTests {
  private func node(isActive: Bool) -> Node {
    var node = SampleCluster.node("pve1")
    node.storages[0].isActive = isActive
    return node
  }

  private let guests = [SampleCluster.container(101, on: "pve1"), SampleCluster.machine(200, on: "pve1")]

  @Test func `a storage that running guests use must be active where they run`() {
    #expect(StorageActive.waits(on: node(isActive: true), guests: guests).isEmpty)
    #expect(
      StorageActive.waits(on: node(isActive: false), guests: guests).map(\.message)
        == ["storage nfs-ct is not active on pve1, where ct/101 ct101 and 1 more runs on it"])
  }

  @Test func `one that nobody runs on may be away`() {
    let stopped = SampleCluster.container(101, on: "pve1", status: .stopped)
    #expect(StorageActive.waits(on: node(isActive: false), guests: [stopped]).isEmpty)
  }
}
