import Cluster

/// What brings a node's guests home after nobody watched over them for a while.
enum Homecoming {
  /// Moves for every guest that belongs on a node and is not there, or does not run, but for those of the HA stack; a start where it is home already.
  static func moves(
    to node: NodeName, homes: [GuestID: NodeName], inventory: Inventory, policy: Policy
  ) -> [Plan.Move] {
    let draft = MoveDraft(policy: policy, forecast: Forecast())
    let astray = inventory.guests.filter { guest in
      homes[guest.id] == node && !guest.isTemplate && guest.haState == nil && policy.of(guest).handling != .ignore
        && !(guest.node == node && guest.status == .running)
    }
    let moves = MoveOrder.returning(astray, policy: policy).flatMap { guest in
      guest.node == node ? draft.up([guest]) : draft.home([guest], to: node, from: [:])
    }
    return StartupOrder.kept(
      GuestNeeds(policy: policy, guests: inventory.guests).ordered(moves), by: astray, policy: policy)
  }
}

extension Plan.Move {
  /// What is wrong with a guest that lies stopped at home; nil for any other.
  var downtime: MoveFailure? {
    guard way == .shutdown, leg == .return else { return nil }
    return MoveFailure(
      message: "is stopped on \(from)", remedy: MoveRemedy.start(guest, kind: kind, on: from), isSettled: true,
      isRunning: false)
  }
}
