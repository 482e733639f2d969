import Cluster

/// A node that still runs a guest is not rebooted, whoever started or moved it there; but for one that policy
/// leaves to its fate.
enum EmptyNode {
  static let code = "guest-arrived"

  static func blockers(on glance: NodeGlance, leaving left: Set<GuestID>) -> [Blocker] {
    guard Guard.emptyNode.holds else { return [] }
    return glance.guests.filter { $0.status != .stopped && !left.contains($0.id) }.map { guest in
      Blocker(
        code: code, node: glance.node, guest: guest.id,
        message: "guest \(guest.id) runs on it: it was started or moved there behind our back",
        remedy: "move it away or stop it, then begin anew")
    }
  }
}
