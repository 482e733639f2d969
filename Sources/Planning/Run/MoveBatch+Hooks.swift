import Cluster

/// The operator's commands around each move. One that fails, where policy does not let that be, makes the move fail.
extension MoveBatch {
  /// Begins with the commands of a moment.
  /// - Returns: whether there are any; then the move goes on when they are done.
  mutating func runHooks(_ moment: Hook.Moment, _ index: Int, _ desk: inout Desk) -> Bool {
    let (item, move) = (items[index], items[index].move)
    let facts = move.hookFacts(inTurnOf: node, phase)
    let isUp = moment == .beforeMove ? item.isUpBefore : item.isToRun
    guard let hooks = HookQueue([moment], policy: policy, facts: facts, reachesGuest: isUp) else { return false }
    items[index].hooks = hooks
    items[index].state = .hooking(moment)
    runHook(index, &desk)
    return true
  }

  /// Has the present command run; also anew, after a process that has not heard of its end.
  mutating func runHook(_ index: Int, _ desk: inout Desk) {
    let item = items[index]
    guard case .hooking(let moment) = item.state else { return }
    item.hooks?.run(
      on: moment == .beforeMove ? item.move.from : item.move.to, guest: (item.move.guest, item.move.kind),
      for: .moveHook(item.move.guest), &desk)
  }

  mutating func hookEnded(_ guest: GuestID, _ trouble: Trouble?, _ desk: inout Desk) {
    guard let index = items.firstIndex(where: { $0.move.guest == guest }),
      case .hooking(let moment) = items[index].state, let hook = items[index].hooks?.current
    else { return }
    let move = items[index].move
    if let trouble {
      say("hook.failed", .warning, move, "\(hook.name) failed: \(trouble.message)", &desk)
      if hook.onFailure == .hold { return fail(index, moment, "\(hook.name) failed: \(trouble.message)", &desk) }
    } else {
      say("hook.done", .info, move, "\(hook.name) is done", &desk)
    }
    items[index].hooks?.advance()
    if items[index].hooks?.current != nil { return runHook(index, &desk) }
    items[index].hooks = nil
    if moment == .beforeMove { prepare(index, &desk) } else { landed(index, &desk) }
  }

  private mutating func fail(_ index: Int, _ moment: Hook.Moment, _ message: String, _ desk: inout Desk) {
    items[index].hooks = nil
    if moment == .beforeMove {
      items[index].attempts = 0
      items[index].runs = items[index].isUpBefore
    }
    fail(
      index, message, remedy: "see to it, then herdmon resume", settled: true, isUnwell: moment == .afterMove, &desk)
  }
}

extension Plan.Move {
  /// What hooks of a move find in their environment.
  /// - Parameter node: whose turn it is.
  func hookFacts(inTurnOf node: NodeName, _ phase: PassPhase) -> [String: String] {
    [
      "NODE": "\(node)", "GUEST": "\(guest)", "GUEST_NAME": GuestFacts.line(name), "GUEST_TYPE": kind.rawValue,
      "FROM": "\(from)", "TO": "\(to)", "WAY": way.rawValue, "PHASE": phase.rawValue,
    ]
  }
}
