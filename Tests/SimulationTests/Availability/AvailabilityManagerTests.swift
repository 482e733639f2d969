import Cluster
import Testing

@testable import Simulation

/// HA-managed guests and maintenance: facts/pve.md 5.4, 7.
struct AvailabilityManagerTests {
  private func world() -> World {
    World(SmallHerd.herd { $0.managed = [GuestID(105): "started", GuestID(200): "started"] })
  }

  @Test func `a migration of a managed guest is only a request, carried out later`() {
    let world = world()
    let answer = world.run("pct migrate 105 pve2 --restart")
    #expect(answer.output == "Requesting HA migration for CT 105 to node pve2\n")
    #expect(answer.exit == .status(0))
    #expect(answer.endedAt < 3)
    #expect(world.guest(105)?.node == "pve1")
    #expect(world.wait(until: { world.guest(105)?.node == "pve2" && world.guest(105)?.status == "running" }))
    #expect(
      world.run("grep -rl . /var/log/pve/tasks | head -n 1; cat /var/log/pve/tasks/*/*vzmigrate*").output.contains(
        "task started by HA resource agent\n"))
  }

  @Test func `stopping a managed guest changes the state asked for`() {
    let world = world()
    #expect(world.run("pct stop 105").output == "Requesting HA stop for CT 105\n")
    #expect(world.run("cat /etc/pve/ha/resources.cfg").output.contains("ct: 105\n\tstate stopped\n"))
    #expect(world.wait(until: { world.guest(105)?.status == "stopped" }))
  }

  @Test func `status lists quorum, master, local managers and services`() {
    let world = world()
    world.wait(1)
    let lines = world.run("ha-manager status").lines
    #expect(lines.first == "quorum OK")
    #expect(lines[1].hasPrefix("master pve1 (active, Sun Nov 22 07:00:0"))
    #expect(lines.contains("service ct:105 (pve1, started)"))
    #expect(lines.contains("service vm:200 (pve1, started)"))
    #expect(World(SmallHerd.herd()).run("ha-manager status").output == "quorum OK\n")
  }

  @Test func `maintenance empties a node of its services, survives a reboot, and its end brings them back`() {
    let world = world()
    world.run("ha-manager crm-command node-maintenance enable pve1", on: "pve2")
    #expect(world.wait(until: { world.guest(105)?.node != "pve1" && world.guest(200)?.node != "pve1" }))
    #expect(world.guest(101)?.node == "pve1", "not managed")
    #expect(world.run("ha-manager status", on: "pve2").output.contains("lrm pve1 (maintenance mode, "))
    #expect(world.cluster.groundTruth().maintenance == ["pve1"])
    #expect(world.run("cat /etc/pve/ha/manager_status", on: "pve2").output.contains("\"pve1\":\"maintenance\""))
    world.run("ha-manager crm-command node-maintenance disable pve1", on: "pve2")
    #expect(world.wait(until: { world.guest(105)?.node == "pve1" && world.guest(200)?.node == "pve1" }))
    #expect(world.cluster.groundTruth().maintenance.isEmpty)
    #expect(world.wait(until: { world.guest(105)?.status == "running" }))
  }

  @Test func `services of a node that reboots in good order are frozen and start there again`() {
    let world = world()
    world.run("systemctl reboot")
    #expect(world.wait(until: { world.cluster.groundTruth().nodes[0].boots == 1 }))
    #expect(world.wait(until: { world.guest(105)?.status == "running" }))
    #expect(world.guest(105)?.node == "pve1")
    #expect(world.guest(105)?.moves == 0)
  }

  @Test func `services of a lost node come up elsewhere after two minutes`() {
    let world = world()
    world.cluster.node("pve1")?.goDown(returns: false)
    world.wait(100)
    #expect(world.guest(105)?.node == "pve1")
    #expect(world.wait(until: { world.guest(105)?.status == "running" }, atMost: 200))
    #expect(world.guest(105)?.node != "pve1")
  }

  @Test func `without quorum an order tries for ten seconds to get its lock`() {
    let world = world()
    for name in ["pve2", "pve3"] { world.cluster.node(name)?.goDown(returns: false) }
    let answer = world.run("ha-manager migrate ct:105 pve2")
    #expect(
      answer.errors.hasSuffix("trying to acquire cfs lock 'domain-ha' ...\ncfs-lock 'domain-ha' error: no quorum!\n"))
    #expect(answer.errors.split(separator: "\n").count == 10)
    #expect(answer.endedAt > 9)
    #expect(world.run("ha-manager status").output == "quorum No quorum on node 'pve1'!\n")
  }

  @Test(arguments: [("pve1", 1), ("pve3", 0)])
  func `a node with services that has lost the cluster is reset by its watchdog`(node: String, boots: Int) throws {
    let herd = SmallHerd.herd { $0.managed = [GuestID(105): "started"] }
    let world = World(herd, faults: [try #require(Fault("member-out:\(node):10:600"))])
    world.wait(50)
    #expect(world.cluster.groundTruth().nodes.first { $0.name == node }?.boots == 0)
    world.wait(250)
    #expect(world.cluster.groundTruth().nodes.first { $0.name == node }?.boots == boots)
  }

  @Test func `a guest is managed from the moment on at which it is added`() {
    let world = World(SmallHerd.herd())
    #expect(world.run("ha-manager add ct:105").exit == .status(0))
    #expect(world.run("ha-manager add ct:105").exit != .status(0))
    #expect(world.run("ha-manager add ct:999").exit != .status(0))
    #expect(world.run("cat /etc/pve/ha/resources.cfg").output == "ct: 105\n\tstate started\n")
    world.run("ha-manager crm-command node-maintenance enable pve1", on: "pve2")
    #expect(world.wait(until: { world.guest(105)?.node != "pve1" }))
  }
}
