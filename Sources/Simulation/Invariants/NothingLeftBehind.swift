/// Every silence, flag, maintenance and lock that a run set is gone when nothing of it is left to be taken up; until
/// then a maintenance is named, with the command that ends it.
struct NothingLeftBehind: Invariant {
  let name = "nothing-left-behind"

  func violations(in truth: GroundTruth, claim: RunClaim) -> [String] {
    guard claim.isOver else { return [] }
    guard claim.isFinal else {
      return truth.maintenance.filter { node in
        !claim.words.contains { $0.contains("\(node) is still in HA maintenance") }
      }.map { "left behind, and nobody is told: maintenance of \($0)" }
    }
    let named = Set(claim.named.map { "\($0) migrate" })
    return truth.locks.filter { ($0.hasSuffix(" migrate") && !named.contains($0)) || $0.hasPrefix("herdmon") }
      .map { "left behind: lock \($0)" }
      + truth.maintenance.map { "left behind: maintenance of \($0)" }
  }
}
