/// A node that still runs a guest is not rebooted.
struct EmptyBeforeReboot: Invariant {
  let name = "empty-before-reboot"

  func violations(in truth: GroundTruth, claim: RunClaim, faults: [Fault]) -> [String] {
    truth.rebootedWithGuests.map { "ordered to reboot while guests ran there: \($0)" }
  }
}
