import Cluster

/// No guest is moved more often than the turns of its nodes and what the report tells of it need.
struct MovesAreNeeded: Invariant {
  let name = "moves-are-needed"

  func violations(in truth: GroundTruth, claim: RunClaim) -> [String] {
    truth.guests.filter { $0.touchedAt == nil }.compactMap { guest in
      let allowed = claim.movesAllowed[GuestID(guest.id)] ?? 0
      guard guest.moves > allowed else { return nil }
      return
        "guest \(guest.id) came to another node \(guest.moves) times, \(allowed) were needed at most"
    }
  }
}
