import Cluster

/// Guests are started by their numbers: one with a number waits until those with the next lower one run, and for as
/// long after that as their `startup: up=` says. Guests without a number wait for nobody and keep the lanes full, and a
/// machine that comes home live was never down.
enum StartupOrder {
  /// The moves home with whom each waits for.
  /// - Parameters:
  ///   - moves: in the order in which they are to begin. A move waits only for those before it, so never in a circle,
  ///     and what the operator wants of single guests (`after`) counts more than a number.
  ///   - guests: those that the moves are about.
  static func kept(_ moves: [Plan.Move], by guests: [Guest], policy: Policy) -> [Plan.Move] {
    let guests = guests.reduce(into: [GuestID: Guest]()) { $0[$1.id] = $1 }
    var started: [MoveOrder.Number: [GuestID]] = [:]
    var kept = moves
    for index in kept.indices where kept[index].way != .live {
      guard let guest = guests[kept[index].guest] else { continue }
      kept[index].settleSeconds = Double(guest.startup.upSeconds ?? 0)
      let number = MoveOrder.number(of: guest, policy: policy)
      guard number != .last else { continue }
      if let lower = started.keys.filter({ $0 < number }).max(), let others = started[lower] {
        kept[index].after = Set(kept[index].after + others).sorted()
      }
      started[number, default: []].append(guest.id)
    }
    return kept
  }
}
