import Testing

@testable import Simulation

struct HealTests {
  @Test func `whoever takes a node down by hand is not told of its guests by monitoring`() throws {
    let world = World(faults: [try #require(Fault("stuck-shutdown:pve1"))])
    world.run("systemctl reboot", on: "pve1")
    world.wait(60)
    let before = world.cluster.groundTruth().alerts
    #expect(world.guest(101)?.status == "running", "its shutdown is stuck before it has stopped anyone")
    world.cluster.heal()
    #expect(world.guest(101)?.status == "stopped")
    #expect(world.cluster.groundTruth().alerts == before)
  }
}
