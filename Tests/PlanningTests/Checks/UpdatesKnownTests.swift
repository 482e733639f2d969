import Cluster
import Testing

@testable import Planning

struct UpdatesKnownTests {
  private func node(_ change: (inout Node) -> Void) -> Node {
    var node = SampleCluster.node("pve2")
    node.updates = .unknown(because: "`apt-get -s dist-upgrade` could not be read: exit status 100")
    change(&node)
    return node
  }

  @Test func `an upgrade that can't be simulated is in the way, with apt's own words`() {
    #expect(UpdatesKnown.blockers(on: SampleCluster.node("pve2")).isEmpty)
    let found = UpdatesKnown.blockers(on: node { _ in })
    #expect(found.map(\.code) == ["updates-unknown"])
    #expect(found.first?.message.hasSuffix("could not be read: exit status 100") == true)
    #expect(found.first?.remedy.contains("apt-get -s dist-upgrade") == true)
  }

  @Test func `while someone works on the packages their end is waited for instead`() {
    #expect(UpdatesKnown.blockers(on: node { $0.health.packageLockHolder = 4242 }).isEmpty)
    #expect(PackageLockFree.waits(on: node { $0.health.packageLockHolder = 4242 }).count == 1)
  }

  @Test(arguments: [
    (Policy.Reboot.needed, RunScope.rolling, Plan.Pass.Action.restart), (.never, .rolling, .update),
    (.needed, .update([SampleCluster.name("pve2")]), .update),
  ])
  func `what nobody knows is never nothing pending`(reboot: Policy.Reboot, scope: RunScope, action: Plan.Pass.Action) {
    var policy = Policy()
    policy.reboot = reboot
    let decided = PassAction.decide(for: node { _ in }, scope: scope, policy: policy)
    #expect(decided == (action, "what is pending is not known"))
    var inventory = SampleCluster.small()
    for index in inventory.nodes.indices { inventory.nodes[index].updates = PendingUpdates() }
    inventory.nodes[1] = node { _ in }
    let plan = Planner.plan(scope: scope, policy: policy, inventory: inventory)
    #expect(plan.blockers.map(\.code) == ["updates-unknown"])
  }
}
