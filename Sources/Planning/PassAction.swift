import Cluster

/// What is done to a node in its turn, and why.
enum PassAction {
  static func decide(for node: Node, scope: RunScope, policy: Policy) -> (Plan.Pass.Action, reason: String) {
    // Of a node that does not answer nothing is known, so nothing can be said to be up to date.
    guard node.isOnline else { return (.skip, "does not answer") }
    let pending = pending(on: node)
    if case .update = scope { return pending.map { (.update, $0) } ?? (.skip, "nothing pending") }
    switch scope {
    case .reboot: return (.restart, "asked for")
    case .drain: return (.drain, "asked for")
    case .undrain: return (.return, "asked for")
    case .rolling, .update: break
    }
    switch policy.reboot {
    case .always: return (.restart, "every node is restarted")
    case .never: return pending.map { (.update, $0) } ?? (.skip, "nothing pending")
    case .needed:
      if let reason = node.rebootReason ?? pending { return (.restart, reason) }
      return (.skip, "nothing pending, kernel \(node.kernel) is current")
    }
  }

  /// What an upgrade would do, nil when nothing. That nobody knows it is no reason to leave the node out.
  private static func pending(on node: Node) -> String? {
    guard node.updates.isKnown else { return "what is pending is not known" }
    let count = node.updates.count
    return count > 0 ? "\(Phrase.count(count, "package")) pending" : nil
  }
}
