import Cluster

/// In which order guests leave and come home.
public enum MoveOrder {
  /// Who leaves first: herdmon's own machine before all, so that the run never sits on a node that goes down; then
  /// the highest startup order, so that what others need, such as name service or storage, leaves last.
  public static func draining(_ guests: [Guest], controller: GuestID?) -> [Guest] {
    guests.sorted { left, right in
      if (left.id == controller) != (right.id == controller) { return left.id == controller }
      let (a, b) = (left.startup.order ?? Int.max, right.startup.order ?? Int.max)
      if a != b { return a > b }
      return longestFirst(left, right)
    }
  }

  /// Who comes home first: the lowest startup order; herdmon's own machine last.
  public static func returning(_ guests: [Guest], controller: GuestID?) -> [Guest] {
    guests.sorted { left, right in
      if (left.id == controller) != (right.id == controller) { return right.id == controller }
      let (a, b) = (left.startup.order ?? Int.max, right.startup.order ?? Int.max)
      if a != b { return a < b }
      return longestFirst(left, right)
    }
  }

  private static func longestFirst(_ left: Guest, _ right: Guest) -> Bool {
    if left.kind != right.kind { return left.kind == .machine }
    if left.kind == .machine, left.memoryBytes != right.memoryBytes { return left.memoryBytes > right.memoryBytes }
    return left.id < right.id
  }
}
