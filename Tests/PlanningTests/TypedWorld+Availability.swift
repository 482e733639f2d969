import Cluster

@testable import Planning

/// The HA stack of the world: orders take hold after a while, and guests are under way for a while.
extension TypedWorld {
  struct HighAvailability {
    /// Since when nodes are asked to be in maintenance.
    var asked: [NodeName: Double] = [:]
    /// Since when nodes are asked to be out of it again.
    var ended: [NodeName: Double] = [:]
    /// Guests that left a node for its maintenance, and go back to it after it.
    var displaced: [GuestID: NodeName] = [:]
    /// When a guest that was asked for by name is there.
    var called: [GuestID: (node: NodeName, at: Double)] = [:]
  }

  private static let roundSeconds = 15.0
  private static let moveSeconds = 35.0

  mutating func maintain(_ node: NodeName, isOn: Bool) {
    if isOn {
      if ha.asked[node] == nil || ha.ended[node] != nil { ha.asked[node] = now }
      ha.ended[node] = nil
    } else if ha.asked[node] != nil, ha.ended[node] == nil {
      ha.ended[node] = now
    }
  }

  /// Nodes in maintenance at the end: what a run has to have undone.
  var nodesInMaintenance: [NodeName] { ha.asked.keys.filter { ha.ended[$0] == nil }.sorted() }

  mutating func settleAvailability() {
    for (node, since) in ha.asked where ha.ended[node] == nil {
      guard now >= since + TypedWorld.roundSeconds + TypedWorld.moveSeconds else { continue }
      for index in inventory.guests.indices where leaves(inventory.guests[index], node) {
        guard let target = inventory.nodes.first(where: { $0.name != node && !isDown($0.name) })?.name else { continue }
        ha.displaced[inventory.guests[index].id] = node
        inventory.guests[index].node = target
      }
    }
    for (node, since) in ha.ended where now >= since + TypedWorld.roundSeconds + TypedWorld.moveSeconds {
      for (guest, home) in ha.displaced where home == node && !faults.forgottenServices.contains(guest) {
        place(guest, on: node)
        ha.displaced[guest] = nil
      }
    }
    for (guest, call) in ha.called where now >= call.at {
      place(guest, on: call.node)
      ha.called[guest] = nil
    }
  }

  private mutating func place(_ guest: GuestID, on node: NodeName) {
    if let index = inventory.guests.firstIndex(where: { $0.id == guest }) { inventory.guests[index].node = node }
  }

  private func leaves(_ guest: Guest, _ node: NodeName) -> Bool {
    guest.node == node && guest.haState == "started" && guest.status == .running
      && !faults.stuckServices.contains(guest.id)
  }

  func availability() -> Availability {
    var seen = Availability(maintenance: [], requested: Set(nodesInMaintenance), services: [])
    for (node, since) in ha.asked {
      let hasEnded = ha.ended[node].map { now >= $0 + TypedWorld.roundSeconds } ?? false
      if now >= since + TypedWorld.roundSeconds, !hasEnded { seen.maintenance.insert(node) }
    }
    for guest in inventory.guests where guest.haState != nil {
      var state = guest.status == .running ? "started" : "stopped"
      if seen.maintenance.contains(guest.node), ha.ended[guest.node] == nil, state == "started" { state = "migrate" }
      let isGoingBack = ha.displaced[guest.id].flatMap { ha.ended[$0] }.map { now >= $0 + TypedWorld.roundSeconds }
      if isGoingBack == true, !faults.forgottenServices.contains(guest.id) { state = "migrate" }
      seen.services.append(Availability.Service(guest: guest.id, node: guest.node, state: state))
    }
    return seen
  }
}
