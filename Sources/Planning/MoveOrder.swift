import Cluster

/// In which order guests leave and come home.
public enum MoveOrder {
  /// A guest's place in the order: the operator's number counts before the startup order of Proxmox, and whoever lacks
  /// one stands after all numbers.
  struct Number: Hashable, Comparable {
    var own: Int
    var startup: Int

    static let last = Number(own: .max, startup: .max)

    static func < (left: Number, right: Number) -> Bool { (left.own, left.startup) < (right.own, right.startup) }
  }

  static func number(of guest: Guest, policy: Policy) -> Number {
    Number(own: policy.of(guest).order ?? .max, startup: guest.startup.order ?? .max)
  }

  /// Who leaves first: herdmon's own machine before all, so that the run never sits on a node that goes down; then
  /// the highest order, so that what others need, such as name service or storage, leaves last.
  public static func draining(_ guests: [Guest], policy: Policy) -> [Guest] {
    let numbers = numbers(of: guests, policy: policy)
    return guests.sorted { left, right in
      if (left.id == policy.controller) != (right.id == policy.controller) { return left.id == policy.controller }
      let (a, b) = (numbers[left.id] ?? .last, numbers[right.id] ?? .last)
      if a != b { return a > b }
      return longestFirst(left, right)
    }
  }

  /// Who comes home first: the lowest order; herdmon's own machine last.
  public static func returning(_ guests: [Guest], policy: Policy) -> [Guest] {
    let numbers = numbers(of: guests, policy: policy)
    return guests.sorted { left, right in
      if (left.id == policy.controller) != (right.id == policy.controller) { return right.id == policy.controller }
      let (a, b) = (numbers[left.id] ?? .last, numbers[right.id] ?? .last)
      if a != b { return a < b }
      return longestFirst(left, right)
    }
  }

  private static func numbers(of guests: [Guest], policy: Policy) -> [GuestID: Number] {
    guests.reduce(into: [:]) { $0[$1.id] = number(of: $1, policy: policy) }
  }

  private static func longestFirst(_ left: Guest, _ right: Guest) -> Bool {
    if left.kind != right.kind { return left.kind == .machine }
    if left.kind == .machine, left.memoryBytes != right.memoryBytes { return left.memoryBytes > right.memoryBytes }
    return left.id < right.id
  }
}
