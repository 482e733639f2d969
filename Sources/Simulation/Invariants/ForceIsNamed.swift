import Cluster

/// Force is used only where policy allows it, and each use is named in the report.
struct ForceIsNamed: Invariant {
  let name = "force-is-named"

  func violations(in truth: GroundTruth, claim: RunClaim) -> [String] {
    truth.deeds.forced.compactMap { deed in
      let isUnlock = deed.verb == "unlock" && claim.mayUnlock
      if let guest = Int(deed.subject), !isUnlock, !claim.mayForce.contains(GuestID(guest)) {
        return "by force, which policy does not allow: \(deed)"
      }
      let isNamed = claim.words.contains { words in
        words.contains(deed.subject) && (words.contains(deed.verb) || words.contains("force"))
      }
      return isNamed ? nil : "by force, and not named: \(deed)"
    }
  }
}
