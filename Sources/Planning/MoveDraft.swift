import Cluster

/// Moves with their figures, in the order in which they are to begin.
struct MoveDraft {
  let policy: Policy
  let forecast: Forecast

  /// Away from the node that runs them, each to its target.
  func away(_ guests: [Guest], to targets: [GuestID: NodeName]) -> [Plan.Move] {
    MoveOrder.draining(guests, policy: policy).compactMap { guest in
      targets[guest.id].map { move(guest, from: guest.node, to: $0, leg: .drain) }
    }
  }

  /// Home, from where they are or will be.
  func home(_ guests: [Guest], to node: NodeName, from places: [GuestID: NodeName]) -> [Plan.Move] {
    MoveOrder.returning(guests, policy: policy).map { guest in
      move(guest, from: places[guest.id] ?? guest.node, to: node, leg: .return)
    }
  }

  /// Shut down with their node.
  func down(_ guests: [Guest]) -> [Plan.Move] {
    // Counted once, on the way down: it is out until its node is back.
    let out = forecast.upgradeSeconds + forecast.rebootSeconds + forecast.shutdownSeconds
    return MoveOrder.draining(guests, policy: policy).map { rest($0, leg: .drain, outageSeconds: out) }
  }

  /// Started after their node.
  func up(_ guests: [Guest]) -> [Plan.Move] {
    MoveOrder.returning(guests, policy: policy).map { rest($0, leg: .return, outageSeconds: 0) }
  }

  private func move(_ guest: Guest, from source: NodeName, to target: NodeName, leg: Plan.Move.Leg) -> Plan.Move {
    let way = Mobility.way(of: guest, handling: policy.of(guest).handling)
    var move = Plan.Move(
      guest: guest.id, kind: guest.kind, name: guest.name, from: source, to: target, way: way, leg: leg,
      seconds: forecast.moveSeconds(of: guest, by: way), outageSeconds: forecast.outageSeconds(of: guest, by: way))
    move.mayShutDown = leg == .drain && ShutdownWithNode.mayBe(guest, policy: policy)
    return move
  }

  private func rest(_ guest: Guest, leg: Plan.Move.Leg, outageSeconds: Double) -> Plan.Move {
    Plan.Move(
      guest: guest.id, kind: guest.kind, name: guest.name, from: guest.node, to: guest.node, way: .shutdown, leg: leg,
      seconds: forecast.shutdownSeconds, outageSeconds: outageSeconds)
  }
}
