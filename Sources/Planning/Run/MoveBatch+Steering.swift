import Cluster

/// What the operator may change of moves under way. Each answers whether it could be done.
extension MoveBatch {
  /// Gives a move up that has not begun, or waits to be begun again.
  mutating func skip(_ guest: GuestID, _ desk: inout Desk) -> Bool {
    guard let index = items.firstIndex(where: { $0.move.guest == guest }) else { return false }
    switch items[index].state {
    case .queued, .waitingToStart:
      fail(index, "was skipped by the operator", settled: true, &desk)
      return true
    case .hooking, .preparing, .ready, .moving, .looking, .unlocking, .probing, .starting, .arrived, .failed:
      return false
    }
  }

  /// Tries a move that was given up once more, and one that waits at once.
  mutating func retry(_ guest: GuestID, _ desk: inout Desk) -> Bool {
    guard let index = items.firstIndex(where: { $0.move.guest == guest }) else { return false }
    switch items[index].state {
    case .queued:
      items[index].strikes = 0
      items[index].state = .queued(notBefore: desk.now)
    case .failed(let failure) where failure.isSettled:
      // Where it is now is looked up before anything is done: someone may have moved it meanwhile. That it stayed is
      // known, and counts for nothing.
      items[index].strikes = -1
      items[index].state = .looking(at: items[index].move.to, notBefore: desk.now)
    case .hooking, .preparing, .ready, .moving, .looking, .unlocking, .probing, .waitingToStart, .starting, .arrived,
      .failed:
      return false
    }
    items[index].starts = 0
    say("move.retried", .info, items[index].move, "once more, as the operator asked", &desk)
    return true
  }

  /// Sends a guest that has not left yet to another node that has room for it.
  mutating func retarget(_ guest: GuestID, to node: NodeName, _ desk: inout Desk) -> Bool {
    guard let index = items.firstIndex(where: { $0.move.guest == guest }), items[index].move.leg == .drain,
      case .queued = items[index].state, let place = items[index].alternatives.firstIndex(of: node)
    else { return false }
    items[index].alternatives[place] = items[index].move.to
    items[index].move.to = node
    say("move.retargeted", .info, items[index].move, "goes to \(node), as the operator asked", &desk)
    return true
  }
}
