import Cluster

/// Where monitoring is told of every turn, no guest goes down while it watches, but by the hand of others. Of one that
/// the run could not bring home, and names, monitoring is right to tell.
struct NoneDownUncovered: Invariant {
  let name = "none-down-uncovered"

  func violations(in truth: GroundTruth, claim: RunClaim) -> [String] {
    guard claim.isCovered else { return [] }
    let touched = Set(truth.guests.filter { $0.touchedAt != nil }.map(\.id))
    return Set(truth.alerts).subtracting(touched).subtracting(claim.everNamed.map(\.rawValue)).sorted().map {
      "guest \($0) went down while monitoring watched it"
    }
  }
}
