import Cluster

/// A guest that ran is shut down with its node only where policy consents, and the plan names it.
struct ConsentByName: Invariant {
  let name = "consent-by-name"

  func violations(in truth: GroundTruth, claim: RunClaim) -> [String] {
    let strange = Set(truth.deeds.shutDown.map { GuestID($0) }).subtracting(claim.mayShutDown)
    return truth.guests.filter { strange.contains(GuestID($0.id)) && $0.start.status == "running" }
      .map { "guest \($0.id) was shut down without consent" }
  }
}
