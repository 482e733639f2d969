import Cluster

/// No guest is moved more often than the turns of its nodes and what the report tells of it need, and no node goes down
/// again whose turn is done.
struct MovesAreNeeded: Invariant {
  let name = "moves-are-needed"

  func violations(in truth: GroundTruth, claim: RunClaim) -> [String] {
    let moved = truth.guests.filter { $0.touchedAt == nil }.compactMap { guest -> String? in
      let allowed = claim.movesAllowed[GuestID(guest.id)] ?? 0
      guard guest.moves > allowed else { return nil }
      return
        "guest \(guest.id) came to another node \(guest.moves) times, \(allowed) were needed at most"
    }
    let downAgain = claim.turnsDone.filter { truth.deeds.downByOrder[$0.key.rawValue, default: 0] > $0.value }
    return moved + downAgain.keys.sorted().map { "\($0) went down by order after its turn was done" }
  }
}
