import Cluster

/// A node that still runs a guest is not rebooted.
struct EmptyBeforeReboot: Invariant {
  let name = "empty-before-reboot"

  func violations(in truth: GroundTruth, claim: RunClaim) -> [String] {
    truth.deeds.rebootedWithGuests.compactMap { deed in
      let left = deed.guests.filter { !claim.mayStayOn.contains(GuestID($0)) }
      guard !left.isEmpty else { return nil }
      return
        "\(deed.node) was ordered to reboot while guests ran there: \(left.map(String.init).joined(separator: ", "))"
    }
  }
}
