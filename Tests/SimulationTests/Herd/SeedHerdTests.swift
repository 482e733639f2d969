import Cluster
import Testing

@testable import Simulation

struct SeedHerdTests {
  private let herd = SeedHerd.herd

  @Test func `it is the herd of the story`() {
    #expect(herd.nodes.map(\.name.rawValue) == ["pve1", "pve2", "pve3"])
    #expect(herd.guests.count { $0.kind == .container } == 32)
    #expect(herd.guests.count { $0.kind == .machine } == 5)
    #expect(herd.guests.count { $0.kind == .container && $0.node.rawValue == "pve1" } == 25)
    #expect(herd.backupServers.map(\.name) == ["pbs1"])
    #expect(Set(herd.guests.map(\.id)).count == 37)
  }

  @Test func `plex is privileged and needs the graphics device`() throws {
    let plex = try #require(herd.guests.first { $0.id == GuestID(101) })
    #expect(plex.configuration.contains("dev0: /dev/dri/card1,gid=44"))
    #expect(plex.configuration.contains("dev1: /dev/dri/renderD128,gid=104"))
    #expect(!plex.configuration.contains { $0.hasPrefix("unprivileged") })
  }

  @Test func `everything that runs fits on any two nodes, each guest with all of its memory`() {
    let cluster = World().cluster
    func memory(on node: String) -> Int64 {
      herd.guests.filter { $0.isRunning && $0.node.rawValue == node }
        .reduce(0) { $0 + cluster.memory(of: $1.id.rawValue) }
    }
    let total = herd.nodes.reduce(Int64(0)) { $0 + memory(on: $1.name.rawValue) }
    #expect(total < 2 * (64 << 30) * 9 / 10)
  }

  @Test func `a few guests are stopped, one of them a template`() {
    let stopped = herd.guests.filter { !$0.isRunning }
    #expect(stopped.map(\.id.rawValue) == [129, 132, 204])
    #expect(stopped.contains { $0.configuration.contains("template: 1") })
  }
}
