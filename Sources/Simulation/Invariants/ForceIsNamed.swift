/// Force is used only where policy allows it, and each use is named in the report.
struct ForceIsNamed: Invariant {
  let name = "force-is-named"

  func violations(in truth: GroundTruth, claim: RunClaim) -> [String] {
    truth.deeds.forced.filter { deed in
      !claim.words.contains { $0.contains(deed.verb) && $0.contains(deed.subject) }
    }.map { "by force, and not named: \($0)" }
  }
}
