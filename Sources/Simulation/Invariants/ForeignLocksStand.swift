/// Someone else's lock is waited for, never broken; and no lock of our own moves is left without a word.
struct ForeignLocksStand: Invariant {
  let name = "locks-stand"

  func violations(in truth: GroundTruth, claim: RunClaim, faults: [Fault]) -> [String] {
    guard claim.isOK else { return [] }
    return truth.locks.filter { $0.hasSuffix(" migrate") }.map { "all is called well while a lock is left: \($0)" }
  }
}
