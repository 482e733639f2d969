import Cluster
import Testing

@testable import Planning

struct GuestLocksTests {
  @Test(arguments: ["backup", "snapshot", "migrate", "clone", "disk", "rollback"])
  func `a locked guest that runs is waited for`(word: String) {
    var guest = SampleCluster.container(101, on: "pve1")
    guest.lock = word
    let found = GuestLocks.waits([guest, SampleCluster.machine(200, on: "pve1")])
    #expect(found.map(\.message) == ["ct/101 ct101 is locked (\(word))"])
    #expect(found.first?.guest == GuestID(101) && found.first?.node == guest.node)
  }

  @Test func `one that is stopped or a template stays anyway`() {
    var stopped = SampleCluster.container(101, on: "pve1", status: .stopped)
    stopped.lock = "migrate"
    var template = SampleCluster.container(102, on: "pve1", status: .unknown)
    template.lock = "clone"
    template.isTemplate = true
    #expect(GuestLocks.waits([stopped, template]).isEmpty)
  }
}
