import Cluster
import Testing

@testable import Planning

struct ShutdownQueuedTests {
  @Test func `a node on its way down is named with its jobs`() {
    var inventory = SampleCluster.small()
    #expect(ShutdownQueued.blockers(in: inventory).isEmpty)
    inventory.nodes[1].queuedJobs = ["reboot.target start waiting", "shutdown.target start waiting"]
    let found = ShutdownQueued.blockers(in: inventory)
    #expect(
      found.map(\.message) == [
        "pve2 has a shutdown queued: reboot.target start waiting, shutdown.target start waiting"
      ])
    #expect(found.first?.remedy.contains("ssh root@10.0.0.1 systemctl list-jobs") == true)
  }

  @Test func `a queue that can't be read is waited for`() {
    var inventory = SampleCluster.small()
    inventory.nodes[1].unread[.queuedJobs] = "no answer within 10 s"
    let found = ShutdownQueued.waits(in: inventory)
    #expect(found.map(\.message) == ["whether pve2 is going down can't be told: no answer within 10 s"])
    #expect(Planner.plan(scope: .rolling, policy: Policy(), inventory: inventory).warnings.contains(found[0]))
  }

  @Test func `by a glance as well`() {
    var glance = SampleCluster.glance("pve1")
    #expect(ShutdownQueued.blockers(glance, address: "10.0.0.1").isEmpty)
    glance.queuedShutdown = ["kexec.target start waiting"]
    #expect(ShutdownQueued.blockers(glance, address: "10.0.0.1").map(\.node) == [SampleCluster.name("pve1")])
  }
}
