import Cluster

/// A move that was killed leaves its lock on the guest, and Proxmox does nothing with that guest until it is taken off.
/// Where policy allows it that is done here: for the lock of a move of this run, when its job has ended and neither node
/// has a task that moves the guest.
/// - Source: facts/pve.md 5.5, the rows with lock `migrate`.
extension MoveBatch {
  /// What a job leaves behind it may still take away itself, in seconds.
  private static let patienceSeconds = 30.0
  /// So old a look at the other node may be, in seconds. A locked guest is moved by nobody, so what ended stays ended.
  private static let lookSecondsMax = 15.0

  mutating func leftLocked(_ index: Int, on place: NodeName, for seconds: Double, _ desk: inout Desk) {
    let item = items[index]
    guard seconds < 120 + item.move.seconds else {
      return failLocked(index, on: place, "still carries the lock of its move on \(place)", &desk)
    }
    guard policy.unlocksOwnMoves, isLockOwn(item), seconds >= MoveBatch.patienceSeconds else {
      return lookLater(index, at: place, after: 5, &desk)
    }
    let idle = Set(item.idleAt.filter { desk.now - $0.value <= MoveBatch.lookSecondsMax }.keys)
    let missing = [place, item.move.from, item.move.to].first { !idle.contains($0) }
    if let missing { return lookLater(index, at: missing, after: missing == place ? 5 : 0, &desk) }
    // Said before it is done: whatever becomes of this process, the report names it.
    say(
      "move.unlocked", .warning, item.move,
      "carries the lock of its move on \(place), and no task moves it: unlocking it, as policy allows", &desk)
    items[index].state = .unlocking(on: place)
    desk.ask(place, .unlock(item.move.guest, item.move.kind), for: .unlock(item.move.guest), patience: 30)
  }

  mutating func unlocked(_ guest: GuestID, _ trouble: Trouble?, _ desk: inout Desk) {
    guard let index = items.firstIndex(where: { $0.move.guest == guest }),
      case .unlocking(let place) = items[index].state
    else { return }
    guard let trouble else {
      items[index].unsureSince = nil
      return lookLater(index, at: place, after: 0, &desk)
    }
    failLocked(index, on: place, "could not be unlocked on \(place): \(trouble.message)", &desk)
  }

  /// An attempt that was turned away by a lock did not set it.
  private func isLockOwn(_ item: MoveItem) -> Bool { item.lastJob != nil && !MoveLog.isLock(item.reason) }

  private mutating func failLocked(_ index: Int, on place: NodeName, _ message: String, _ desk: inout Desk) {
    let move = items[index].move
    fail(
      index, message, remedy: "on \(place), when no migration task runs: \(move.kind.tool) unlock \(move.guest)",
      settled: false, &desk)
  }
}

extension NodeGlance {
  /// Whether a task of the node moves that guest; nil when its tasks could not be read.
  func isMoving(_ guest: GuestID) -> Bool? {
    tasks.map { tasks in tasks.contains { RunningTasks.isMove($0) && $0.guest == guest } }
  }
}
