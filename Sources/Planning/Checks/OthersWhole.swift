import Cluster

/// While one node is away, all others must be there and stay: none missing, none without quorum, none on its way down.
/// - Source: facts/pve.md 8.5.
enum OthersWhole {
  static func waits(_ others: [NodeGlance], memberCount: Int) -> [Blocker] {
    guard Guard.othersWhole.holds else { return [] }
    var away: [NodeName: NodeName] = [:]
    for other in others {
      for member in other.members where !member.isOnline { away[member.name] = away[member.name] ?? other.node }
    }
    var found = away.sorted { $0.key < $1.key }.map { name, witness in
      blocker("member-away", name, "\(name) is away, as \(witness) sees it")
    }
    for other in others.sorted(by: { $0.node < $1.node }) {
      if !other.isQuorate { found.append(blocker("no-quorum", other.node, "\(other.node) has no quorum")) }
      if other.members.count < memberCount {
        found.append(
          blocker("member-away", other.node, "\(other.node) sees \(other.members.count) of \(memberCount) members"))
      }
      if let job = other.queuedShutdown.first {
        found.append(blocker("shutdown-queued", other.node, "\(other.node) is going down (\(job))"))
      }
    }
    return found
  }

  private static func blocker(_ code: String, _ node: NodeName, _ message: String) -> Blocker {
    Blocker(code: code, node: node, message: message, remedy: "bring the cluster together")
  }
}
