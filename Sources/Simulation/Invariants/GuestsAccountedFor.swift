import Cluster

/// Every guest that ran at the start runs at the end, at home, or is named in the report with its remedy.
struct GuestsAccountedFor: Invariant {
  let name = "guests-accounted-for"

  func violations(in truth: GroundTruth, claim: RunClaim, faults: [Fault]) -> [String] {
    truth.guests.filter { $0.start.status == "running" }.compactMap { guest in
      let isWhole = guest.node == guest.start.node && guest.status == "running"
      if isWhole || claim.named.contains(GuestID(guest.id)) { return nil }
      return "guest \(guest.id) is \(guest.status) on \(guest.node), ran on \(guest.start.node), and is not named"
    }
  }
}
