import Cluster
import Testing

@testable import Simulation

/// Random herds are what thousands of runs are rehearsed on: whatever they never have is never tried.
struct RandomHerdTests {
  private static let herds = (UInt64(0)..<400).map { Herd.random(seed: $0) }

  private func share(_ isMeant: (Herd) -> Bool) -> Double {
    Double(Self.herds.count(where: isMeant)) / Double(Self.herds.count)
  }

  @Test func `a seed gives the same herd again`() {
    #expect(Self.herds[7] == Herd.random(seed: 7))
    #expect(Self.herds[7] != Self.herds[8])
  }

  @Test func `herds are of all sizes, and most of them small`() {
    #expect(Set(Self.herds.map(\.nodes.count)).isSuperset(of: [1, 2, 3, 4, 5, 16]))
    #expect(Self.herds.allSatisfy { (1...64).contains($0.nodes.count) })
    #expect(share { $0.nodes.count >= 16 } == 0.02)
    let guests = Self.herds.map(\.guests.count).reduce(0, +)
    #expect(Double(guests) / Double(Self.herds.count) < 8)
  }

  @Test func `herds have every release, and some have two`() {
    func releases(_ herd: Herd) -> Set<Int> { Set(herd.nodes.map { Release($0.version).major }) }
    #expect(Self.herds.reduce(into: Set<Int>()) { $0.formUnion(releases($1)) } == [7, 8, 9])
    #expect(share { releases($0).count == 2 } > 0.05)
    #expect(Self.herds.allSatisfy { releases($0).count < 3 })
  }

  @Test(arguments: [
    "tags: ", "local-lvm:", "local:iso", "mp0: /mnt", "shared=1", "[before]", "startup: ", "dev0: ",
    "hostpci0: ",
    "hostpci1: mapping", "bridge=vmbr1", Secret.canary, HostileName.device, "hookscript: local:", "hookscript: nfs-ct:",
    "lxc.mount.entry: /mnt", "lxc.mount.entry: /dev/dri", "cpu: host",
  ])
  func `guests have what may stand in a run's way`(_ words: String) {
    #expect(
      share { $0.guests.contains { $0.configuration.contains { $0.contains(words) } } } > 0.02)
  }

  @Test func `nodes and clusters have what may stand in a run's way`() {
    #expect(share { $0.nodes.contains { $0.machine.memoryBytes < 13 << 30 } } > 0.05)
    #expect(share { Set($0.nodes.map(\.machine.cores)).count > 1 } > 0.3)
    #expect(share { $0.nodes.contains { $0.machine.pinnedKernel != nil } } > 0.05)
    #expect(share { $0.nodes.contains { $0.machine.hasKexec } } > 0.3)
    #expect(share { $0.nodes.contains { $0.bridges.count == 1 } } > 0.02)
    #expect(share { !$0.pools.isEmpty } > 0.3)
    #expect(share { $0.cephFlags != nil } > 0.05)
    #expect(share { $0.hasQDevice } > 0.05)
    #expect(share { Set($0.nodes.map(\.paths)).count > 1 } > 0.1)
    #expect(share { Set($0.nodes.map(\.machine.processor)).count > 1 } > 0.1)
  }

  @Test func `what a running guest needs is on its node`() {
    for herd in Self.herds {
      let world = World(herd)
      for guest in herd.guests where guest.isRunning {
        let (id, node) = (guest.id.rawValue, world.cluster.node(guest.node.rawValue))
        let configuration = GuestConfiguration(guest.configuration.joined(separator: "\n"))
        #expect(node?.missingHookScript(id, configuration) == nil)
        if guest.kind == .container { #expect(node?.missingMount(id, configuration) == nil) }
      }
    }
  }
}
