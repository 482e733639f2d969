import Cluster

/// A reboot is claimed only where one happened, a node is called back only when it is, and all is called well only when
/// nothing is left to do.
struct RebootsAreReal: Invariant {
  let name = "reboots-are-real"

  func violations(in truth: GroundTruth, claim: RunClaim) -> [String] {
    var found: [String] = []
    for node in claim.restarted {
      let boots = truth.nodes.first { $0.name == node.rawValue }?.boots ?? 0
      if boots < 1 { found.append("\(node) is called restarted and was not") }
    }
    let away = truth.nodes.filter { !$0.online }.map(\.name)
    if claim.isOK, !claim.endedBlind, !away.isEmpty {
      found.append("all is called well while \(away.joined(separator: ", ")) is away")
    }
    found += claim.sightings.filter { !$0.lacks.isEmpty }.map {
      "\($0.node) is called back: \($0.lacks.joined(separator: ", "))"
    }
    return found
  }
}
