import Cluster
import Testing

@testable import Simulation

struct MovesAreNeededTests {
  private func violations(moves: Int, allowed: Int, touchedAt: Double? = nil) -> [String] {
    var truth = World().cluster.groundTruth()
    truth.guests[0].moves = moves
    truth.guests[0].touchedAt = touchedAt
    var claim = RunClaim()
    claim.movesAllowed = [GuestID(truth.guests[0].id): allowed]
    return MovesAreNeeded().violations(in: truth, claim: claim)
  }

  @Test func `a guest moves out and home once a turn, and once more for what is told of it`() {
    #expect(violations(moves: 2, allowed: 2).isEmpty)
    #expect(
      violations(moves: 3, allowed: 2) == [
        "guest 101 came to another node 3 times, 2 were needed at most"
      ])
    #expect(violations(moves: 1, allowed: 0).count == 1)
  }

  @Test(arguments: [1: [], 2: ["pve1 went down by order after its turn was done"]])
  func `a node goes down for its own turn and not again`(_ orders: Int, _ expected: [String]) throws {
    var truth = World().cluster.groundTruth()
    truth.deeds.downByOrder = ["pve1": orders, "pve2": 3]
    var claim = RunClaim()
    claim.turnsDone = [try #require(NodeName("pve1")): 1]
    #expect(MovesAreNeeded().violations(in: truth, claim: claim) == expected)
  }

  @Test func `what others move is not the run's doing`() {
    #expect(violations(moves: 3, allowed: 2, touchedAt: 1).isEmpty)
  }
}
