/// No secret in a log, a journal, a process list or an error text.
struct NoSecretTold: Invariant {
  let name = "no-secret-told"

  func violations(in truth: GroundTruth, claim: RunClaim) -> [String] {
    truth.deeds.secretsShown.map { "a secret stood among the words of \($0)" }
      + claim.words.filter { $0.contains(Secret.canary) }.map { "a secret was told: \($0.prefix(200))" }
  }
}
