import Cluster
import Testing

@testable import Simulation

struct GuestsAccountedForTests {
  private func violations(_ change: (inout GroundTruth.Guest, inout RunClaim) -> Void) -> Int {
    var truth = World().cluster.groundTruth()
    var claim = RunClaim()
    change(&truth.guests[0], &claim)
    return GuestsAccountedFor().violations(in: truth, claim: claim).count
  }

  @Test func `a guest that ran is at home, or where the run says that it belongs now`() {
    #expect(violations { _, _ in } == 0)
    #expect(violations { guest, _ in guest.node = "pve2" } == 1)
    #expect(
      violations { guest, claim in
        guest.node = "pve2"
        claim.homes = [GuestID(guest.id): SmallHerd.node("pve2")]
      } == 0)
    #expect(
      violations { guest, claim in claim.homes = [GuestID(guest.id): SmallHerd.node("pve2")] } == 1)
    #expect(
      violations { guest, claim in
        guest.status = "stopped"
        claim.homes = [GuestID(guest.id): SmallHerd.node("pve1")]
      } == 1)
  }

  @Test func `what policy leaves alone comes back as Proxmox will have it`() {
    #expect(violations { guest, _ in guest.status = "stopped" } == 1)
    #expect(
      violations { guest, claim in
        guest.status = "stopped"
        claim.mayStayOn = [GuestID(guest.id)]
      } == 0)
  }
}
