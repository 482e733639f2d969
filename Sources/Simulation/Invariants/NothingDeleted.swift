/// Nothing is deleted, ever: every guest of the start is there at the end.
struct NothingDeleted: Invariant {
  let name = "nothing-deleted"

  func violations(in truth: GroundTruth, claim: RunClaim) -> [String] {
    truth.guests.filter { $0.node.isEmpty }.map { "guest \($0.id) is gone" }
  }
}
