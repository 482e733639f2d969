/// Force is used only where policy allows it, and each use is named in the report.
struct ForceIsNamed: Invariant {
  let name = "force-is-named"

  func violations(in truth: GroundTruth, claim: RunClaim) -> [String] {
    truth.deeds.forced.filter { deed in
      !claim.words.contains { words in
        words.contains(deed.subject) && (words.contains(deed.verb) || words.contains("force"))
      }
    }.map { "by force, and not named: \($0)" }
  }
}
