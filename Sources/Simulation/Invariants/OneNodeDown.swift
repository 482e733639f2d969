/// At most one node is deliberately down. A node that loses its power by itself is not ours to count.
struct OneNodeDown: Invariant {
  let name = "one-node-down"

  func violations(in truth: GroundTruth, claim: RunClaim, faults: [Fault]) -> [String] {
    let crashes = faults.count { if case .nodeCrashes = $0.kind { true } else { false } }
    guard truth.mostNodesDown > 1 + crashes else { return [] }
    return ["\(truth.mostNodesDown) nodes were down at once"]
  }
}
