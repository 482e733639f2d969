import Testing

@testable import Cluster

struct InventoryTests {
  private func guest(_ id: Int, on node: NodeName) -> Guest {
    Guest(id: GuestID(id), kind: .container, name: "ct\(id)", node: node, status: .running)
  }

  @Test func `guests are found by their place, and by the home they are away from`() throws {
    let (first, second) = (try #require(NodeName("pve1")), try #require(NodeName("pve2")))
    let inventory = Inventory(
      clusterName: "homelab", quorum: Quorum(isQuorate: true, votes: 2, expected: 2, needed: 2), nodes: [],
      guests: [guest(103, on: second), guest(101, on: first), guest(102, on: second)],
      takenAt: Timestamp(milliseconds: 0))
    #expect(inventory.guests(on: second).map(\.id.rawValue) == [102, 103])
    let homes = [GuestID(101): first, GuestID(103): first]
    #expect(inventory.guests(of: first, awayBy: homes).map(\.id.rawValue) == [103])
    #expect(inventory.guests(of: second, awayBy: homes) == [])
  }
}
