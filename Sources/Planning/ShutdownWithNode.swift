import Cluster

/// Which guests are shut down with their node instead of moved: those that policy names, and, where policy consents,
/// those that can't move. Each is named in the plan.
struct ShutdownWithNode {
  let policy: Policy
  private(set) var guests: Set<GuestID>
  /// Guests that policy lets be shut down when they can't move.
  private let consenting: Set<GuestID>
  private var reasons: [GuestID: String] = [:]

  init(_ guests: [Guest], policy: Policy) {
    self.policy = policy
    self.guests = Set(guests.filter { policy.of($0).handling == .shutdown }.map(\.id))
    consenting = Set(guests.filter { !policy.mustMove($0) }.map(\.id))
  }

  /// Takes in the guests that policy lets be shut down.
  /// - Returns: the blockers that stay: of guests that HA manages, or that nobody can tell the state of.
  mutating func consent(to blockers: [Blocker]) -> [Blocker] {
    var left: [Blocker] = []
    for blocker in blockers {
      guard let guest = blocker.guest, !["ha-managed", "status-unknown"].contains(blocker.code) else {
        left.append(blocker)
        continue
      }
      if guests.contains(guest) { continue }
      guard consenting.contains(guest) || !Guard.consent.holds else {
        left.append(blocker)
        continue
      }
      guests.insert(guest)
      reasons[guest] = blocker.message
    }
    // A guest of which one thing stays in the way is not shut down either.
    guests.subtract(left.compactMap(\.guest))
    return left
  }

  func warnings(among running: [Guest]) -> [Blocker] {
    running.filter { guests.contains($0.id) }.map { guest in
      Blocker(
        code: "shutdown-with-node", node: guest.node, guest: guest.id,
        message: (reasons[guest.id] ?? "\(guest.label): policy wants it so")
          + "; it is shut down with \(guest.node) and started after it",
        remedy: "")
    }
  }
}

extension ShutdownWithNode {
  /// Whether policy consents that a guest which is to move is shut down instead when its moves fail. What HA manages it
  /// would start elsewhere, and herdmon does not shut itself down.
  static func mayBe(_ guest: Guest, policy: Policy) -> Bool {
    !policy.mustMove(guest) && guest.haState == nil && guest.id != policy.controller
  }

  /// Names those of a node's moves of which that is true: nobody is shut down whom the plan has not named.
  static func warnings(of moves: [Plan.Move], on node: NodeName) -> [Blocker] {
    let labels = moves.filter(\.mayShutDown).map(\.label)
    guard !labels.isEmpty else { return [] }
    return [
      Blocker(
        code: "may-shut-down", node: node,
        message: "should a move fail when it comes to it, policy lets these be shut down with \(node) and started "
          + "after it: \(labels.joined(separator: ", "))",
        remedy: "")
    ]
  }
}

extension Plan.Move.Way {
  /// What is said when such a move begins.
  func begins(on leg: Plan.Move.Leg) -> String {
    switch self {
    case .live: "moving live"
    case .restart: "shutting down"
    case .shutdown: leg == .drain ? "shutting down" : "starting"
    }
  }
}
