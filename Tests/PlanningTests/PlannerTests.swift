import Cluster
import TestPace
import Testing

@testable import Planning

@Suite(.givesWay) struct PlannerTests {
  private func plan(_ inventory: Inventory, scope: RunScope = .rolling, policy: Policy = Policy()) -> Plan {
    Planner.plan(scope: scope, policy: policy, inventory: inventory)
  }

  private func codes(_ plan: Plan) -> [String] { plan.blockers.map(\.code) }

  private static let seeds = Array(UInt64(1)...300)

  @Test(arguments: seeds) func `every plan keeps the rules`(seed: UInt64) {
    var dice = Dice(seed: seed)
    let inventory = RandomCluster.make(&dice)
    var policy = Policy()
    policy.memoryLimit = Double.random(in: 0.3...1, using: &dice)
    policy.onGuestFailure = dice.roll(0.5) ? .hold : .skip
    policy.immovable = dice.roll(0.3) ? .shutdown : .skip
    policy.guestRules = inventory.guests.map(\.id).filter { _ in dice.roll(0.05) }.map {
      GuestRule(ids: [$0], handling: .shutdown)
    }
    policy.reboot = Policy.Reboot.allCases.randomElement(using: &dice) ?? .needed
    let plan = plan(inventory, policy: policy)
    #expect(plan == self.plan(inventory, policy: policy), "equal inputs give equal plans")
    #expect(
      Set(plan.passes.map(\.node)) == Set(inventory.nodes.map(\.name)) && plan.passes.count == inventory.nodes.count)
    for pass in plan.passes {
      for move in pass.drain + pass.return { #expect((move.from == move.to) == (move.way == .shutdown)) }
      #expect(pass.drain.allSatisfy { $0.from == pass.node && $0.leg == .drain })
      #expect(pass.return.allSatisfy { $0.to == pass.node && $0.leg == .return })
      for move in pass.drain where move.way == .shutdown {
        #expect(
          policy.immovable == .shutdown || policy.guestRules.contains { $0.ids == [move.guest] }, "policy consents")
        #expect(plan.warnings.contains { $0.guest == move.guest && $0.code == "shutdown-with-node" }, "by name")
      }
      #expect(Set(pass.drain.map(\.guest)) == Set(pass.return.map(\.guest)), "who leaves comes home")
      #expect(Set(pass.drain.map(\.guest)).count == pass.drain.count, "each guest moves once")
      if pass.action != .restart { #expect(pass.drain.isEmpty) }
      checkMemory(pass, inventory, policy.memoryLimit)
      guard pass.action == .restart, plan.isFeasible else { continue }
      let running = inventory.guests(on: pass.node).filter { $0.status == .running && !$0.isTemplate }
      #expect(Set((pass.drain + pass.managed).map(\.guest)) == Set(running.map(\.id)), "nobody who runs stays")
    }
    for (node, fraction) in plan.peakMemory {
      let used = inventory.node(node)?.memory.fraction ?? 0
      #expect(fraction <= max(policy.memoryLimit, used) + 1e-9)
    }
    #expect(plan.makespanSeconds >= plan.lowerBoundSeconds - 1e-9)
    #expect(plan.outages.map(\.guest) == plan.outages.map(\.guest).sorted())
  }

  private func checkMemory(_ pass: Plan.Pass, _ inventory: Inventory, _ limit: Double) {
    for node in inventory.nodes where node.name != pass.node && pass.drain.contains(where: { $0.to == node.name }) {
      let arrivals = pass.drain.filter { $0.to == node.name }.compactMap { inventory.guest($0.guest)?.memoryNeeded }
      let used = Double(node.memory.usedBytes + arrivals.reduce(0, +))
      #expect(used / Double(node.memory.totalBytes) <= limit + 1e-9, "\(node.name) in the turn of \(pass.node)")
      #expect(!node.inMaintenance && node.isOnline)
    }
  }

  @Test func `the node with the fewest running guests is first`() {
    #expect(plan(SampleCluster.seed()).passes.map(\.node.rawValue) == ["pve3", "pve2", "pve1"])
  }

  @Test func `a guest away from home is brought home in its home's turn`() {
    var inventory = SampleCluster.small()
    inventory.guests[0].node = SampleCluster.name("pve2")
    let homes = [GuestID(101): SampleCluster.name("pve1")]
    let plan = Planner.plan(scope: .rolling, policy: Policy(), inventory: inventory, homes: homes)
    let pass = plan.passes.first { $0.node == SampleCluster.name("pve1") }
    #expect(pass?.return.contains { $0.guest == GuestID(101) && $0.from.rawValue == "pve2" } == true)
    let other = plan.passes.first { $0.node == SampleCluster.name("pve2") }
    #expect(other?.return.contains { $0.guest == GuestID(101) } == false)
    #expect(plan.homes[GuestID(101)] == SampleCluster.name("pve1"))
  }

  @Test func `a guest that can't leave leaves its node out, or the run is refused`() {
    var inventory = SampleCluster.small()
    inventory.guests[0].passthrough = ["hostpci0"]
    let skipping = plan(inventory)
    #expect(skipping.isFeasible)
    let pass = skipping.passes.first { $0.node == SampleCluster.name("pve1") }
    #expect(pass?.action == .skip && pass?.reason == "a guest can't leave it" && pass?.drain == [])
    #expect(skipping.warnings.contains { $0.code == "passthrough" && $0.guest == GuestID(101) })
    var policy = Policy()
    policy.onGuestFailure = .hold
    #expect(codes(plan(inventory, policy: policy)) == ["passthrough"])
  }

  @Test func `a stopped guest and a template neither move nor stand in the way`() {
    var inventory = SampleCluster.small()
    inventory.guests[0].status = .stopped
    inventory.guests[0].passthrough = ["hostpci0"]
    inventory.guests[1].isTemplate = true
    inventory.guests[1].status = .stopped
    let pass = plan(inventory).passes.first { $0.node == SampleCluster.name("pve1") }
    #expect(pass?.action == .restart)
    #expect(pass?.drain.map(\.guest) == [GuestID(103)])
  }

  @Test func `a node that is not there is named with those that are`() {
    let blocked = plan(SampleCluster.small(), scope: .reboot([SampleCluster.name("pve9")]))
    #expect(codes(blocked) == ["node-unknown"])
    #expect(blocked.blockers.first?.remedy == "its nodes are pve1, pve2, pve3")
  }

  @Test func `asked for nothing by name, nothing is done`() {
    #expect(plan(SampleCluster.small(), scope: .reboot([])).passes == [])
    #expect(plan(SampleCluster.small(), scope: .update([])).passes == [])
  }

  @Test func `a silent node blocks a restart, is blocked itself, and does not mind an update elsewhere`() {
    var inventory = SampleCluster.small()
    inventory.nodes[2].isOnline = false
    #expect(codes(plan(inventory)) == ["node-offline"])
    #expect(codes(plan(inventory, scope: .reboot([SampleCluster.name("pve1")]))) == ["node-offline"])
    #expect(codes(plan(inventory, scope: .update([SampleCluster.name("pve3")]))) == ["node-offline"])
    #expect(plan(inventory, scope: .update([SampleCluster.name("pve1")])).isFeasible)
    let pass = plan(inventory).passes.first { $0.node == SampleCluster.name("pve3") }
    #expect(pass?.reason == "does not answer")
  }

  @Test func `a silent node is not up to date only because the others are`() {
    var inventory = SampleCluster.small()
    for index in inventory.nodes.indices { inventory.nodes[index].updates = PendingUpdates() }
    #expect(plan(inventory).isFeasible)
    inventory.nodes[1].isOnline = false
    #expect(codes(plan(inventory)) == ["node-offline"])
  }

  @Test func `a cluster of one restarts only without running guests`() {
    let node = SampleCluster.node("pve1")
    #expect(codes(plan(SampleCluster.cluster([node], [SampleCluster.container(101, on: "pve1")]))) == ["single-node"])
    #expect(plan(SampleCluster.cluster([node], [])).isFeasible)
    let stopped = SampleCluster.container(101, on: "pve1", status: .stopped)
    #expect(plan(SampleCluster.cluster([node], [stopped])).isFeasible)
  }

  @Test func `an upgrade that would take Proxmox away is refused`() {
    var inventory = SampleCluster.small()
    inventory.nodes[0].updates.removals = ["proxmox-ve", "libfoo"]
    let blocked = plan(inventory)
    #expect(codes(blocked) == ["upgrade-removes"])
    #expect(blocked.blockers.first?.message == "the upgrade of pve1 would remove proxmox-ve")
  }

  @Test func `a queued shutdown anywhere blocks whatever works, and nothing else`() {
    var inventory = SampleCluster.small()
    inventory.nodes[1].queuedJobs = ["reboot.target start waiting"]
    #expect(codes(plan(inventory)).contains("shutdown-queued"))
    for index in inventory.nodes.indices { inventory.nodes[index].updates = PendingUpdates() }
    #expect(plan(inventory).isFeasible)
  }

  @Test func `work of others and locks are told beforehand`() {
    var inventory = SampleCluster.small()
    inventory.nodes[0].tasks = [RunningTask(upid: "UPID:x", type: "vzdump", subject: "101")]
    inventory.guests[1].lock = "backup"
    let warnings = plan(inventory).warnings.filter { $0.node == SampleCluster.name("pve1") }
    #expect(warnings.map(\.message) == ["pve1 is at work: vzdump of 101", "ct/102 ct102 is locked (backup)"])
  }

  @Test(arguments: [
    (Policy.Reboot.needed, 0, "", Plan.Pass.Action.skip), (.needed, 3, "", .restart), (.needed, 0, "new", .restart),
    (.always, 0, "", .restart), (.never, 0, "new", .skip), (.never, 1, "", .update),
  ])
  func `what is done to a node follows from policy, packages and kernels`(
    reboot: Policy.Reboot, pending: Int, kernel: String, action: Plan.Pass.Action
  ) {
    var node = SampleCluster.node("pve1")
    node.updates = PendingUpdates(count: pending)
    if !kernel.isEmpty { node.bootKernel = kernel }
    var policy = Policy()
    policy.reboot = reboot
    #expect(PassAction.decide(for: node, scope: .rolling, policy: policy).0 == action)
    #expect(PassAction.decide(for: node, scope: .reboot([node.name]), policy: policy).0 == .restart)
    let update: Plan.Pass.Action = pending > 0 ? .update : .skip
    #expect(PassAction.decide(for: node, scope: .update([node.name]), policy: policy).0 == update)
  }
}
