import Cluster
import Testing

@testable import Planning

/// A plan is carried out as it was signed off, or the drift is told.
struct SignedPlanTests {
  private let inventory = SampleCluster.seed()

  private func signed(_ policy: Policy = Policy(), digest: UInt32? = nil) -> SignedPlan {
    var inventory = inventory
    for index in inventory.nodes.indices { inventory.nodes[index].updates.digest = digest }
    return SignedPlan(
      Planner.plan(scope: .rolling, policy: policy, inventory: inventory), policy: policy, inventory: inventory)
  }

  private func drift(_ inventory: Inventory, of signed: SignedPlan) -> [String] {
    let policy = signed.applied(to: Policy())
    let plan = Planner.plan(scope: .rolling, policy: policy, inventory: inventory)
    return signed.drift(to: plan, policy: policy, inventory: inventory).map(\.message)
  }

  @Test func `nothing has drifted on the same cluster, later or with other load`() {
    var later = inventory
    later.takenAt = later.takenAt + 86_400
    #expect(drift(later, of: signed()) == [])
    for index in later.nodes.indices { later.nodes[index].memory.usedBytes += Int64(index) << 32 }
    #expect(drift(later, of: signed()) == [])
    var policy = Policy()
    policy.strategy = .rotate
    policy.nodes = [SampleCluster.name("pve1"), SampleCluster.name("pve3")]
    #expect(drift(inventory, of: signed(policy)) == [])
  }

  @Test func `targets would have moved with the load if nobody had signed them`() {
    var later = inventory
    for index in later.nodes.indices { later.nodes[index].memory.usedBytes += Int64(index) << 32 }
    let fresh = Planner.plan(scope: .rolling, policy: Policy(), inventory: later)
    #expect(!signed().drift(to: fresh, policy: Policy(), inventory: later).isEmpty)
  }

  @Test func `a guest more or less, new packages and another order are told`() throws {
    var now = inventory
    let gone = try #require(now.guests.firstIndex { $0.id == GuestID(101) })
    now.guests[gone].status = .stopped
    #expect(
      drift(now, of: signed()) == [
        "pve1: ct/101 ct101 does not move any more on the way out", "pve1: ct/101 ct101 does not move any more back",
      ])
    now = inventory
    let node = try #require(now.nodes.firstIndex { $0.name == SampleCluster.name("pve2") })
    now.nodes[node].updates.count += 2
    now.nodes[node].updates.kernel = "proxmox-kernel-9"
    let told = drift(now, of: signed())
    #expect(told.count == 2 && told.allSatisfy { $0.hasPrefix("pve2: ") && $0.contains("signed off") })
    now = inventory
    now.nodes[node].updates.digest = 1
    #expect(drift(now, of: signed()) == [])
    #expect(drift(inventory, of: signed(digest: 2)) == [])
    #expect(drift(now, of: signed(digest: 2)) == ["pve2: other packages or versions are pending than were signed off"])
    now.clusterName = "another"
    #expect(drift(now, of: signed()) == ["the plan was made for the cluster \(inventory.clusterName), this is another"])
    now = inventory
    now.nodes.remove(at: node)
    #expect(drift(now, of: signed()).first?.hasPrefix("the order of the nodes is ") == true)
  }

  @Test func `every part of a turn is signed`() throws {
    let signed = signed()
    let plan = Planner.plan(scope: .rolling, policy: Policy(), inventory: inventory)
    func told(_ change: (inout Plan.Pass) -> Void) -> [String] {
      var now = plan
      change(&now.passes[0])
      return signed.drift(to: now, policy: Policy(), inventory: inventory).map(\.message)
    }
    let node = plan.passes[0].node
    let label = try #require(plan.passes[0].drain.first).label
    #expect(told { _ in } == [])
    #expect(told { $0.action = .update } == ["\(node): would update now, signed off was restart"])
    #expect(
      told { $0.drain[0].way = .shutdown }.first?.hasPrefix("\(node): \(label) would move by shutdown on the way out")
        == true)
    #expect(
      told { $0.drain[0].after = [GuestID(999)] }
        == ["\(node): \(label) would wait for other guests on the way out than was signed off"])
    let more = told { pass in
      var other = pass.drain[0]
      other.guest = GuestID(999)
      pass.drain.append(other)
    }
    #expect(more.count == 1 && more[0].hasSuffix(" moves as well on the way out"))
    var now = inventory
    let place = try #require(now.nodes.firstIndex { $0.name == node })
    now.nodes[place].updates.removals = ["fail2ban"]
    #expect(drift(now, of: signed) == ["\(node): the upgrade would remove fail2ban, signed off was nothing"])
  }

  @Test func `guests that are waited for are signed in any order`() {
    var plan = Planner.plan(scope: .rolling, policy: Policy(), inventory: inventory)
    plan.passes[0].drain[0].after = [GuestID(2), GuestID(1)]
    let signed = SignedPlan(plan, policy: Policy(), inventory: inventory)
    plan.passes[0].drain[0].after = [GuestID(1), GuestID(2)]
    #expect(signed.drift(to: plan, policy: Policy(), inventory: inventory) == [])
  }

  @Test func `what becomes of a guest that can't move and of its node is signed, and when a node is restarted`() {
    var policy = Policy()
    policy.reboot = .always
    policy.immovable = .shutdown
    policy.onGuestFailure = .hold
    let signed = signed(policy)
    #expect(signed.applied(to: Policy()).reboot == .always)
    let told = signed.drift(
      to: Planner.plan(scope: .rolling, policy: Policy(), inventory: inventory), policy: Policy(), inventory: inventory)
    #expect(told.map(\.message).contains("immovable is skip now, signed off was shutdown"))
    #expect(told.map(\.message).contains("on_guest_failure is skip now, signed off was hold"))
  }

  @Test func `what HA takes along, what stops with its node and what may be forced are signed as well`() throws {
    let signed = signed()
    var now = inventory
    let managed = try #require(now.guests.firstIndex { $0.id == GuestID(101) })
    now.guests[managed].haState = "started"
    #expect(
      drift(now, of: signed).contains { $0.hasSuffix("guests that HA takes along are 101 now, signed off: none") })
    var policy = signed.applied(to: Policy())
    policy.rebootEscalation = .sysrq
    policy.unlocksOwnMoves = true
    policy.guestRules = [GuestRule(ids: [GuestID(102)], handling: .ignore)]
    policy.guestRules[0].mayForceStop = true
    let plan = Planner.plan(scope: .rolling, policy: policy, inventory: inventory)
    let told = signed.drift(to: plan, policy: policy, inventory: inventory).map(\.message)
    #expect(told.contains("reboot_escalation is sysrq now, signed off was hold"))
    #expect(told.contains("unlock_own_moves is true now, signed off was false"))
    #expect(told.contains("guests that may be stopped by force are 102 now, signed off: none"))
    #expect(told.contains { $0.hasSuffix("guests that stop with it are 102 now, signed off: none") })
  }
}
