/// A running machine is never sent to an older QEMU than it runs on, unless it came from there.
struct NoOlderMachine: Invariant {
  let name = "no-older-machine"

  func violations(in truth: GroundTruth, claim: RunClaim) -> [String] {
    truth.deeds.movedToOlder.map { "sent to an older QEMU: \($0)" }
  }
}
