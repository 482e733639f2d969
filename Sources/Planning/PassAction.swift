import Cluster

/// What is done to a node in its turn, and why.
enum PassAction {
  static func decide(for node: Node, scope: RunScope, policy: Policy) -> (Plan.Pass.Action, reason: String) {
    // Of a node that does not answer nothing is known, so nothing can be said to be up to date.
    guard node.isOnline else { return (.skip, "does not answer") }
    let pending = node.updates.count
    let packages = pending == 1 ? "1 package" : "\(pending) packages"
    if case .update = scope {
      return pending > 0 ? (.update, "\(packages) pending") : (.skip, "nothing pending")
    }
    switch scope {
    case .reboot: return (.restart, "asked for")
    case .drain: return (.drain, "asked for")
    case .undrain: return (.return, "asked for")
    case .rolling, .update: break
    }
    switch policy.reboot {
    case .always: return (.restart, "every node is restarted")
    case .never: return pending > 0 ? (.update, "\(packages) pending") : (.skip, "nothing pending")
    case .needed:
      if let reason = node.rebootReason { return (.restart, reason) }
      if pending > 0 { return (.restart, packages + " pending") }
      return (.skip, "nothing pending, kernel \(node.kernel) is current")
    }
  }
}
