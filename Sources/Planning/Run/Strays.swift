import Cluster

/// Guests that ran when the run began and are not where, or not what, they were.
enum Strays {
  /// By a fresh look at every node.
  /// - Parameter underWay: guests that the HA stack has been moving for so long that nobody waits for them any more.
  static func find(
    homes: [GuestID: NodeName], underWay: [Blocker] = [], inventory: Inventory
  ) -> [RunOutcome.Stray] {
    homes.sorted { $0.key < $1.key }.compactMap { id, home in
      guard let guest = inventory.guest(id) else {
        return RunOutcome.Stray(
          guest: id, label: "guest \(id)", message: "is not in the cluster any more", remedy: "look at its task log")
      }
      if let move = underWay.first(where: { $0.guest == id }) { return stray(guest, move.message, move.remedy) }
      let away = guest.node != home
      switch guest.status {
      case .running where !away: return nil
      case .running:
        return stray(guest, "runs on \(guest.node), not on \(home)", back(guest, from: guest.node, to: home))
      case .stopped:
        let start = MoveRemedy.start(id, kind: guest.kind, on: guest.node)
        return stray(
          guest, "is stopped on \(guest.node)" + (away ? ", its home is \(home)" : ""),
          away ? start + "; then " + back(guest, from: guest.node, to: home) : start)
      case .unknown:
        return stray(guest, "is on \(guest.node), which does not say whether it runs", "bring \(guest.node) back")
      }
    }
  }

  /// By what the run knows, without asking anyone: for a run that ends early. A move that was given up says itself what
  /// is wrong with its guest.
  /// - Parameter drainedByHA: guests that the HA stack has taken away from a node in maintenance, or is moving now.
  static func known(
    homes: [GuestID: NodeName], places: [GuestID: NodeName], lacks: [GuestID: MoveFailure],
    drainedByHA: [GuestID: NodeName] = [:], inventory: Inventory
  ) -> [RunOutcome.Stray] {
    homes.sorted { $0.key < $1.key }.compactMap { id, home in
      guard let guest = inventory.guest(id), let place = places[id] else { return nil }
      if let lack = lacks[id], !lack.isRunning { return stray(guest, lack.message, lack.remedy) }
      if let node = drainedByHA[id] {
        return stray(
          guest, "HA has taken it away from \(node), or is about to", UndoItem.maintenance(node).remedy)
      }
      if place != home { return stray(guest, "is on \(place), not on \(home)", back(guest, from: place, to: home)) }
      guard guest.status != .running, guest.node == place else { return nil }
      return stray(
        guest, guest.status == .stopped ? "is stopped on \(place)" : "may not be running on \(place)",
        MoveRemedy.start(id, kind: guest.kind, on: place))
    }
  }

  private static func back(_ guest: Guest, from place: NodeName, to home: NodeName) -> String {
    if guest.haState != nil { return "on any node: ha-manager migrate \(guest.kind.rawValue):\(guest.id) \(home)" }
    return MoveRemedy.command(guest.id, kind: guest.kind, on: place, to: home)
  }

  private static func stray(_ guest: Guest, _ message: String, _ remedy: String) -> RunOutcome.Stray {
    RunOutcome.Stray(guest: guest.id, label: guest.label, message: message, remedy: remedy)
  }
}
