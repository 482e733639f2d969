import Cluster
import Testing

@testable import Planning

/// Where herdmon itself runs.
struct ControllerTests {
  private var inventory: Inventory {
    var inventory = SampleCluster.small()
    for index in inventory.guests.indices {
      inventory.guests[index].hardwareAddresses = ["bc:24:11:00:00:0\(index)"]
      if inventory.guests[index].kind == .machine { inventory.guests[index].hardwareID = "id-\(index)" }
    }
    for index in inventory.nodes.indices { inventory.nodes[index].bootID = BootID("boot-\(index)") }
    return inventory
  }

  private func machine(
    _ name: String = "box", productID: String? = nil, addresses: [String] = [], boot: String? = nil,
    isContainer: Bool = false
  ) -> Controller.Machine {
    Controller.Machine(
      name: name, productID: productID, hardwareAddresses: addresses, bootID: boot.map { BootID($0) },
      isContainer: isContainer)
  }

  @Test func `a VM is known by its mainboard, or by its network card`() {
    let guest = inventory.guests[2]
    #expect(guest.kind == .machine)
    #expect(Controller.find(machine(productID: "ID-2"), in: inventory) == .guest(guest.id))
    #expect(Controller.find(machine(addresses: ["BC:24:11:00:00:02"]), in: inventory) == .guest(guest.id))
  }

  @Test func `a container is known by its network card, or by its node's boot and its name`() {
    let guest = inventory.guests[3]
    #expect(guest.kind == .container)
    let card = machine(productID: "the node's", addresses: ["bc:24:11:00:00:03"], boot: "boot-1", isContainer: true)
    #expect(Controller.find(card, in: inventory) == .guest(guest.id))
    #expect(Controller.find(machine(guest.name, boot: "boot-1", isContainer: true), in: inventory) == .guest(guest.id))
  }

  @Test func `a container within a container is known by where its files lie, or is a riddle`() {
    var inventory = inventory
    let guests = inventory.guests.filter { $0.node == SampleCluster.name("pve2") && $0.kind == .container }
    var nested = machine("3f2a9c", boot: "boot-1", isContainer: true)
    nested.isUnprivileged = true
    nested.volumes = [GuestID(999), guests[1].id]
    #expect(Controller.find(nested, in: inventory) == .guest(guests[1].id))
    nested.volumes = []
    #expect(Controller.find(nested, in: inventory) == .unsure(guests[0].node, guests.map(\.id)))
    // Its root is the kernel's, so it is within none of the unprivileged ones, and goes down with its node at most.
    nested.isUnprivileged = false
    #expect(Controller.find(nested, in: inventory) == .node(guests[0].node))
    for index in inventory.guests.indices where inventory.guests[index].id == guests[0].id {
      inventory.guests[index].isPrivileged = true
    }
    #expect(Controller.find(nested, in: inventory) == .unsure(guests[0].node, [guests[0].id]))
  }

  @Test func `in doubt nothing is stopped that herdmon may run in, unless its operator knows better`() {
    let inventory = SampleCluster.small()
    let node = SampleCluster.name("pve2")
    let doubt = Controller.unsure(node, [GuestID(111), GuestID(112)])
    let plan = Planner.plan(scope: .rolling, policy: Policy().running(from: doubt), inventory: inventory)
    #expect(plan.blockers.map(\.code) == ["controller-unsure"])
    #expect(plan.blockers.first?.message.hasSuffix("ct/111 ct111, ct/112 ct112") == true)
    #expect(plan.blockers.first?.remedy.contains("controller = \"none\"") == true)
    var others = Policy().running(from: doubt)
    others.nodes = ["pve1", "pve3"].map(SampleCluster.name)
    #expect(Planner.plan(scope: .rolling, policy: others, inventory: inventory).isFeasible)
    var knowing = Policy()
    knowing.isInGuest = false
    let sure = Planner.plan(scope: .rolling, policy: knowing.running(from: doubt), inventory: inventory)
    #expect(sure.isFeasible && sure.passes.last?.node == node)
    var named = Policy()
    named.controller = GuestID(103)
    #expect(named.running(from: doubt).controllerSuspects.isEmpty)
    #expect(named.running(from: doubt).controllerNode == nil)
  }

  @Test func `a node is known by its boot, and any other machine is elsewhere`() {
    #expect(Controller.find(machine(boot: "boot-2"), in: inventory) == .node(SampleCluster.name("pve3")))
    #expect(
      Controller.find(machine(productID: "x", addresses: ["02:00:00:00:00:01"], boot: "y"), in: inventory) == .elsewhere
    )
    #expect(Controller.find(machine(), in: inventory) == .elsewhere)
  }

  @Test func `a run out of a container that would have to move is refused with advice`() {
    let inventory = inventory
    let own = inventory.guests[3]
    let plan = Planner.plan(scope: .rolling, policy: Policy().running(from: .guest(own.id)), inventory: inventory)
    #expect(plan.blockers.map(\.code) == ["controller-stops"])
    #expect(plan.blockers.first?.remedy.contains("--nodes") == true)
    var others = Policy().running(from: .guest(own.id))
    others.nodes = inventory.nodes.map(\.name).filter { $0 != own.node }
    #expect(Planner.plan(scope: .rolling, policy: others, inventory: inventory).isFeasible)
    var managed = inventory
    managed.guests[3].haState = "started"
    let byHA = Planner.plan(scope: .rolling, policy: Policy().running(from: .guest(own.id)), inventory: managed)
    #expect(byHA.blockers.map(\.code) == ["controller-stops"], "HA would stop it as well")
  }

  @Test func `a VM that herdmon runs in leaves its node first and comes home last`() throws {
    let inventory = SampleCluster.seed()
    let plan = Planner.plan(scope: .rolling, policy: Policy().running(from: .guest(GuestID(200))), inventory: inventory)
    let pass = try #require(plan.passes.first { $0.node == SampleCluster.name("pve1") })
    #expect(plan.isFeasible)
    #expect(pass.drain.first?.guest == GuestID(200))
    #expect(pass.return.last?.guest == GuestID(200))
  }

  @Test func `the node that herdmon runs on goes last, and the plan says what that means`() {
    for name in ["pve1", "pve2", "pve3"] {
      let node = SampleCluster.name(name)
      let plan = Planner.plan(
        scope: .rolling, policy: Policy().running(from: .node(node)), inventory: SampleCluster.seed())
      #expect(plan.passes.last?.node == node)
      #expect(plan.warnings.contains { $0.code == "controller-node" && $0.remedy.contains("resume --print-unit") })
    }
  }
}
