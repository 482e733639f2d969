import Cluster
import Testing

@testable import Planning

/// The cluster as it will be after turns that were planned.
struct PlannedClusterTests {
  private let machine = GuestID(200)

  private func pass(_ from: String, _ to: String) -> Plan.Pass {
    let move = Plan.Move(
      guest: machine, kind: .machine, name: "vm200", from: SampleCluster.name(from), to: SampleCluster.name(to),
      way: .live, leg: .drain, startSeconds: 0, seconds: 9, outageSeconds: 0.1)
    return Plan.Pass(node: SampleCluster.name(from), action: .restart, reason: "", drain: [move])
  }

  @Test func `a machine that leaves gives back what it uses, and takes what it needs until it leaves again`() {
    var guest = SampleCluster.machine(200, on: "pve1")
    guest.memoryUsedBytes = 1 << 30
    let inventory = SampleCluster.cluster(["pve1", "pve2", "pve3"].map { SampleCluster.node($0) }, [guest])
    var cluster = PlannedCluster(inventory: inventory, policy: Policy())
    func used() -> [Int64] { cluster.inventory.nodes.map { $0.memory.usedBytes >> 30 } }
    cluster.take(pass("pve1", "pve2"), strategy: .leave)
    #expect(used() == [7, 12, 8])
    cluster.take(pass("pve2", "pve3"), strategy: .leave)
    #expect(used() == [7, 8, 12])
    #expect(cluster.homes[machine] == SampleCluster.name("pve3"))
  }
}
