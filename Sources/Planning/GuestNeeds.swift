import Cluster

/// Which guests need which others, by id: a guest leaves before those that it needs, and comes home after them.
struct GuestNeeds {
  /// What each guest needs; guests that need nothing are absent.
  private(set) var needs: [GuestID: Set<GuestID>] = [:]

  init(policy: Policy, guests: [Guest]) {
    guard policy.guestRules.contains(where: { $0.after != nil }) else { return }
    for guest in guests {
      let references = policy.of(guest).after
      guard !references.isEmpty else { continue }
      let needed = guests.filter { other in other.id != guest.id && references.contains { $0.names(other) } }
      if !needed.isEmpty { needs[guest.id] = Set(needed.map(\.id)) }
    }
  }

  /// Whose moves have to be over before a guest's own may begin.
  func before(_ guest: GuestID, on leg: Plan.Move.Leg) -> Set<GuestID> {
    switch leg {
    case .return: needs[guest] ?? []
    case .drain: Set(needs.filter { $0.value.contains(guest) }.keys)
    }
  }

  /// The moves so ordered that each stands after those it waits for, and otherwise as they were, each with the guests
  /// of the same list that it waits for. Guests that need each other in a circle keep their places and wait for nobody.
  func ordered(_ moves: [Plan.Move]) -> [Plan.Move] {
    let present = Set(moves.map(\.guest))
    let circle = Set(self.circle)
    var left = moves.map { move in
      var move = move
      if !circle.contains(move.guest) {
        move.after = before(move.guest, on: move.leg).intersection(present).subtracting(circle).sorted()
      }
      return move
    }
    var placed: Set<GuestID> = []
    var result: [Plan.Move] = []
    while let next = left.firstIndex(where: { placed.isSuperset(of: $0.after) }) {
      placed.insert(left[next].guest)
      result.append(left.remove(at: next))
    }
    return result + left
  }

  /// Guests that need each other in a circle, in order of id; empty if none do.
  var circle: [GuestID] {
    var left = needs
    // Whoever needs nobody any more is in no circle, and nobody waits for it: take such guests away until none is left.
    while let free = left.first(where: { entry in entry.value.allSatisfy { left[$0] == nil } })?.key {
      left[free] = nil
    }
    // Guests that only hang on a circle are not part of it.
    while let end = left.keys.first(where: { id in !left.values.contains { $0.contains(id) } }) { left[end] = nil }
    return left.keys.sorted()
  }

  /// A circle is a mistake of the operator's: nobody could begin.
  func blockers(among guests: [Guest]) -> [Blocker] {
    let labels = circle.compactMap { id in guests.first { $0.id == id }?.label }
    guard let first = circle.first else { return [] }
    return [
      Blocker(
        code: "needs-circle", guest: first,
        message: "guests need each other in a circle: \(labels.joined(separator: ", "))",
        remedy: "take one of them out of the other's 'after' in the configuration")
    ]
  }
}
