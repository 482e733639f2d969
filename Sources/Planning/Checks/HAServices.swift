import Cluster

/// What the HA stack is about to do with its services, and those that it gave up.
/// - Source: facts/pve.md 7.4, 12.
enum HAServices {
  private static let settled: Set<String> = ["started", "stopped", "disabled", "ignored", "error"]

  /// A guest of the stack that is taken for any other would be shut down behind the stack's back, which would set its
  /// state anew.
  static func blockers(in inventory: Inventory) -> [Blocker] {
    inventory.nodes.compactMap { node in
      node.unread[.availability].map { reason in
        Blocker(
          code: "ha-unknown", node: node.name,
          message: "which guests of \(node.name) the HA stack manages can't be told: \(reason)",
          remedy: "see ha-manager config and ha-manager status on \(node.name)")
      }
    }
  }

  /// A service in error must be put right by hand; until then the stack does nothing with it.
  static func blockers(_ guests: [Guest]) -> [Blocker] {
    guests.filter { $0.haServiceState == "error" }.map { guest in
      Blocker(
        code: "ha-error", node: guest.node, guest: guest.id, message: "\(guest.label) is in error in the HA stack",
        remedy: "put it right, then on any node: ha-manager set \(sid(guest)) --state disabled, and started again")
    }
  }

  /// One that is being moved, started or recovered is let come to rest.
  static func waits(_ guests: [Guest]) -> [Blocker] {
    guests.compactMap { guest in
      guard let state = guest.haServiceState, !settled.contains(state) else { return nil }
      return Blocker(
        code: "ha-busy", node: guest.node, guest: guest.id, message: "the HA stack is at \(guest.label) (\(state))",
        remedy: "let it finish; ha-manager status shows it")
    }
  }

  private static func sid(_ guest: Guest) -> String { "\(guest.kind.rawValue):\(guest.id)" }
}
