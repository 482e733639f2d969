/// The engine sends only what a node knows: anything else would be a slip that a real node answers with 127.
struct CommandsUnderstood: Invariant {
  let name = "commands-understood"

  func violations(in truth: GroundTruth, claim: RunClaim) -> [String] {
    Set(truth.commandsRefused).sorted().map { "not understood: \($0)" }
  }
}
