import Cluster
import Testing

@testable import Planning

struct PinnedKernelTests {
  private func pinned() -> Node {
    var node = SampleCluster.node("pve1")
    node.kernelIsPinned = true
    return node
  }

  @Test func `a pin is told with what it keeps from booting`() {
    #expect(
      PinnedKernel.warnings(on: pinned()).map(\.message)
        == ["pve1 is pinned to kernel 6.8.12-9-pve; 6.8.12-11-pve is installed and not booted"])
    #expect(PinnedKernel.warnings(on: SampleCluster.node("pve1")).isEmpty)
  }

  @Test func `a pinned node that is up to date asks for no reboot`() {
    var node = pinned()
    node.updates = PendingUpdates()
    #expect(PassAction.decide(for: node, scope: .rolling, policy: Policy()).0 == .skip)
  }
}
