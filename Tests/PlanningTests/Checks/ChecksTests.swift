import Cluster
import Testing

@testable import Planning

struct ChecksTests {
  @Test func `everything is gathered and shown at once`() {
    var inventory = SampleCluster.small()
    inventory.nodes[0].updates.removals = ["proxmox-ve"]
    inventory.nodes[1].queuedJobs = ["reboot.target start waiting"]
    inventory.nodes[2].isOnline = false
    inventory.quorum.votes = 2
    let plan = Planner.plan(scope: .rolling, policy: Policy(), inventory: inventory)
    #expect(
      plan.blockers.map(\.code).sorted() == ["node-offline", "quorum-margin", "shutdown-queued", "upgrade-removes"])
    #expect(plan.blockers.allSatisfy { !$0.remedy.isEmpty && !$0.message.isEmpty })
  }

  @Test func `what two checks say of the same subject is said once`() {
    let blocker = Blocker(code: "a", node: SampleCluster.name("pve1"), message: "x", remedy: "")
    var other = blocker
    other.message = "y"
    let sum = Checks.Findings(blockers: [blocker]) + Checks.Findings(blockers: [other], waits: [other])
    #expect(sum == Checks.Findings(blockers: [blocker], waits: [other]))
  }

  @Test func `right before a reboot the node, its work and all others are looked at`() {
    var own = SampleCluster.glance("pve1")
    own.guests = [.init(id: GuestID(190), status: .running, lock: nil)]
    own.queuedShutdown = ["reboot.target start waiting"]
    own.tasks = [RunningTask(upid: "UPID:x", type: "vzdump", subject: "190")]
    var other = SampleCluster.glance("pve3")
    other.isQuorate = false
    other.quorum = Quorum(isQuorate: false, votes: 2, expected: 3, needed: 2)
    let found = Checks.beforeReboot(
      of: own, address: "10.0.0.1", leaving: [], others: [SampleCluster.glance("pve2"), other], memberCount: 3)
    #expect(found.blockers.map(\.code) == ["guest-arrived", "shutdown-queued"])
    #expect(found.waits.map(\.code) == ["no-quorum", "quorum-margin", "task-running"])
  }

  @Test func `a whole cluster and an empty node have nothing against a reboot`() {
    let others = ["pve2", "pve3"].map { SampleCluster.glance($0) }
    #expect(
      Checks.beforeReboot(of: SampleCluster.glance("pve1"), address: "", leaving: [], others: others, memberCount: 3)
        == Checks.Findings())
  }
}
