import Cluster

/// In which order guests leave and come home.
public enum MoveOrder {
  /// Who leaves first: herdmon's own machine before all, so that the run never sits on a node that goes down; then
  /// the highest order, so that what others need, such as name service or storage, leaves last.
  public static func draining(_ guests: [Guest], policy: Policy) -> [Guest] {
    let places = places(of: guests, policy: policy)
    return guests.sorted { left, right in
      if (left.id == policy.controller) != (right.id == policy.controller) { return left.id == policy.controller }
      let (a, b) = (places[left.id] ?? (.max, .max), places[right.id] ?? (.max, .max))
      if a != b { return a > b }
      return longestFirst(left, right)
    }
  }

  /// Who comes home first: the lowest order; herdmon's own machine last.
  public static func returning(_ guests: [Guest], policy: Policy) -> [Guest] {
    let places = places(of: guests, policy: policy)
    return guests.sorted { left, right in
      if (left.id == policy.controller) != (right.id == policy.controller) { return right.id == policy.controller }
      let (a, b) = (places[left.id] ?? (.max, .max), places[right.id] ?? (.max, .max))
      if a != b { return a < b }
      return longestFirst(left, right)
    }
  }

  /// The operator's order counts before the startup order of Proxmox; whoever has none stands after all numbers.
  private static func places(of guests: [Guest], policy: Policy) -> [GuestID: (Int, Int)] {
    guests.reduce(into: [:]) { places, guest in
      places[guest.id] = (policy.of(guest).order ?? .max, guest.startup.order ?? .max)
    }
  }

  private static func longestFirst(_ left: Guest, _ right: Guest) -> Bool {
    if left.kind != right.kind { return left.kind == .machine }
    if left.kind == .machine, left.memoryBytes != right.memoryBytes { return left.memoryBytes > right.memoryBytes }
    return left.id < right.id
  }
}
