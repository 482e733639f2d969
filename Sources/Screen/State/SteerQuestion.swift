import Cluster
import Planning

/// What the run in progress is about to be told, asked once more with what it means.
public enum SteerQuestion: Hashable, Sendable {
  /// Whether a node is to be left out.
  case skipNode(NodeName)
  /// Whether guests are to stay where they are.
  case skipGuests([GuestID])
  /// Which node guests are to go to instead.
  case target([GuestID])
  /// Whether every guest is to come home now, and the run to end.
  case abort
}

extension ScreenState {
  /// The guests that a key of the page is about: those that are marked, else the selected one.
  var steeredGuests: [GuestID] {
    guard page == .guests, let table else { return [] }
    let marked = table.rows.filter { tableState.marks.contains($0.id) }
    let rows = marked.isEmpty ? table.selectedRow.map { [table.rows[$0]] } ?? [] : marked
    return rows.compactMap { if case .guest(let id) = $0.id { id } else { nil } }
  }

  /// The guest that somebody names, by its number, its name, or both as messages do.
  func guest(named text: String) -> GuestID? {
    inventory?.guests.first { "\($0.id)" == text || $0.name == text || $0.label == text }?.id
  }

  /// Guests in a few words.
  func label(of guests: [GuestID]) -> String {
    guard guests.count == 1, let guest = guests.first else { return Figures.count(guests.count, "guest") }
    return inventory?.guest(guest).map { PlainText.clean($0.label) } ?? "guest \(guest)"
  }

  /// Nodes that guests could go to instead, those with most memory left first, and what speaks against the others.
  func targets(for guests: [GuestID]) -> (fit: [Node], objections: [(node: NodeName, reason: String)]) {
    guard let inventory else { return ([], []) }
    let guests = guests.compactMap(inventory.guest)
    var fit: [Node] = []
    var objections: [(node: NodeName, reason: String)] = []
    for node in inventory.nodes where node.isOnline && !guests.contains(where: { place(of: $0) == node.name }) {
      let found = guests.flatMap {
        Mobility.objections(to: node, for: $0, from: inventory.node(place(of: $0)))
      }
      if let reason = found.first { objections.append((node.name, reason)) } else { fit.append(node) }
    }
    return (fit.sorted { ($0.memory.fraction, $0.name) < ($1.memory.fraction, $1.name) }, objections)
  }
}
