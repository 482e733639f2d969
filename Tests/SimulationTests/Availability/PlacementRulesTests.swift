import Cluster
import Testing

@testable import Simulation

/// Where the HA stack puts its services: facts/pve.md 4.8, 7.2.
struct PlacementRulesTests {
  private func nodes(_ priorities: [String: Int]) -> Affinity.Wish {
    .nodes(
      priorities.reduce(into: [:]) { nodes, entry in
        if let name = NodeName(entry.key) { nodes[name] = entry.value }
      })
  }

  private func world(_ affinities: [Affinity]) -> World {
    World(
      SmallHerd.herd {
        $0.managed = [GuestID(105): "started", GuestID(200): "started"]
        $0.affinities = affinities
      })
  }

  private func empty(_ world: World) {
    world.run("ha-manager crm-command node-maintenance enable pve1", on: "pve2")
    #expect(world.wait(until: { world.guest(105)?.node != "pve1" && world.guest(200)?.node != "pve1" }))
  }

  private let both = [GuestID(105), GuestID(200)]

  @Test func `services that are to be apart leave to different nodes, others that belong together to the same`() {
    let apart = world([Affinity(label: "HA rule a", wish: .apart, isStrict: true, guests: both)])
    empty(apart)
    #expect(apart.guest(105)?.node != apart.guest(200)?.node)
    let together = world([Affinity(label: "HA rule t", wish: .together, isStrict: true, guests: both)])
    empty(together)
    #expect(together.guest(105)?.node == together.guest(200)?.node)
  }

  @Test func `a service leaves to the node of highest priority`() {
    let world = world([
      Affinity(label: "HA rule n", wish: nodes(["pve2": 1, "pve3": 2]), isStrict: false, guests: both)
    ])
    empty(world)
    #expect(world.guest(105)?.node == "pve3" && world.guest(200)?.node == "pve3")
  }

  @Test func `a service that may be nowhere else stays`() {
    let world = world([Affinity(label: "HA group g", wish: nodes(["pve1": 0]), isStrict: true, guests: both)])
    world.run("ha-manager crm-command node-maintenance enable pve1", on: "pve2")
    world.wait(300)
    #expect(world.guest(105)?.node == "pve1")
  }

  @Test func `rules stand in their files as Proxmox writes them`() {
    let world = world([
      Affinity(label: "HA group g", wish: nodes(["pve1": 2, "pve2": 0]), isStrict: true, guests: [GuestID(105)]),
      Affinity(label: "HA rule n", wish: nodes(["pve2": 1]), isStrict: true, guests: both),
      Affinity(label: "HA rule a", wish: .apart, isStrict: true, guests: both),
    ])
    #expect(
      world.run("cat /etc/pve/ha/groups.cfg").output
        == "group: g\n\tnodes pve1:2,pve2\n\tnofailback 0\n\trestricted 1\n")
    #expect(
      world.run("cat /etc/pve/ha/rules.cfg").output
        == "node-affinity: n\n\tnodes pve2:1\n\tresources ct:105,vm:200\n\tstrict 1\n\n"
        + "resource-affinity: a\n\taffinity negative\n\tresources ct:105,vm:200\n")
    #expect(world.run("cat /etc/pve/ha/resources.cfg").output.hasPrefix("ct: 105\n\tgroup g\n\tstate started\n"))
    world.run("pct stop 105")
    #expect(world.run("cat /etc/pve/ha/resources.cfg").output.hasPrefix("ct: 105\n\tgroup g\n\tstate stopped\n"))
  }
}
