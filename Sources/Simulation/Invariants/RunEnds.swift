/// A run comes to its end, and once the faults are over nothing is left that needs a human.
struct RunEnds: Invariant {
  let name = "run-ends"

  func violations(in truth: GroundTruth, claim: RunClaim) -> [String] {
    claim.isOver ? [] : ["the run hangs: nothing is left that it waits for"]
  }
}
