/// Someone else's lock and work are waited for, never broken.
struct ForeignLocksStand: Invariant {
  let name = "foreign-locks-stand"

  func violations(in truth: GroundTruth, claim: RunClaim) -> [String] {
    truth.deeds.killedTasks.map { "a reboot killed \($0)" }
      + truth.deeds.forced.filter { $0.lock != nil && $0.lock != "migrate" }.map {
        "broke a lock: \($0)"
      }
  }
}
