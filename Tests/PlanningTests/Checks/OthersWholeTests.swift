import Cluster
import Testing

@testable import Planning

struct OthersWholeTests {
  private func messages(_ change: (inout NodeGlance) -> Void) -> [String] {
    var other = SampleCluster.glance("pve3")
    change(&other)
    return OthersWhole.waits([SampleCluster.glance("pve2"), other], memberCount: 3).map(\.message)
  }

  @Test func `nothing is said of a whole cluster`() {
    #expect(messages { _ in } == [])
  }

  @Test func `a member that one of them misses is away`() {
    #expect(messages { $0.members[1].isOnline = false } == ["pve2 is away, as pve3 sees it"])
  }

  @Test func `a member that two of them miss is said once`() {
    var glances = ["pve1", "pve2"].map { SampleCluster.glance($0) }
    for index in glances.indices { glances[index].members[2].isOnline = false }
    #expect(OthersWhole.waits(glances, memberCount: 3).map(\.message) == ["pve3 is away, as pve1 sees it"])
  }

  @Test func `each of them must be quorate, see all and stay`() {
    #expect(messages { $0.isQuorate = false } == ["pve3 has no quorum"])
    #expect(messages { $0.members.removeLast() } == ["pve3 sees 2 of 3 members"])
    #expect(
      messages { $0.queuedShutdown = ["reboot.target start waiting"] }
        == ["pve3 is going down (reboot.target start waiting)"])
  }
}
