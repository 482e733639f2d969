import Cluster

/// The operator's commands around moves that the HA stack carries out. It moves guests at any moment of a maintenance, so
/// what is to come before a move comes before that begins, or ends, for one guest after the other.
extension PassMachine {
  /// Begins with the commands that come before HA guests leave, or come home; once for each leg.
  /// - Returns: whether there are any; then the turn goes on when they are done.
  mutating func announce(_ leg: Plan.Move.Leg, _ desk: inout Desk) -> Bool {
    guard announced[leg] == nil else { return false }
    let guests = managed.map(\.guest).filter { leg == .drain || places[$0] != node && homes[$0] == node }
    announced[leg] = Set(guests)
    return runHooks(.beforeMove, leg, of: travellers(on: leg), &desk)
  }

  /// Begins with the commands that come after HA guests have left, or come home; for those that have.
  mutating func greet(_ leg: Plan.Move.Leg, _ desk: inout Desk) {
    let arrived = travellers(on: leg).filter { ($0.node == node) == (leg == .return) }
    _ = runHooks(.afterMove, leg, of: arrived, &desk)
  }

  private func travellers(on leg: Plan.Move.Leg) -> [HookQueue.Traveller] {
    managed.filter { announced[leg]?.contains($0.guest) == true }.map { move in
      HookQueue.Traveller(move: move, node: places[move.guest] ?? move.from)
    }
  }

  private mutating func runHooks(
    _ moment: Hook.Moment, _ leg: Plan.Move.Leg, of travellers: [HookQueue.Traveller], _ desk: inout Desk
  ) -> Bool {
    let turn = node
    hooks = HookQueue(moment, policy: policy, for: travellers) { traveller in
      var move = traveller.move
      // Where HA has taken it, not where it was thought to.
      if leg == .return { (move.from, move.to) = (traveller.node, turn) } else { move.to = traveller.node }
      var facts = move.hookFacts(inTurnOf: turn, leg == .drain ? .drain : .return)
      // Where HA is about to take a guest, or where it came from, is not known.
      if moment == .beforeMove, leg == .drain { facts["TO"] = nil }
      if moment == .afterMove, leg == .return { facts["FROM"] = nil }
      return facts
    }
    runHook(&desk)
    return hooks != nil
  }

  /// A command failed that policy does not let fail. About a guest that HA moves it makes the move fail: on the way out
  /// the drain has failed with it, and a guest that has come home by then is not well.
  /// - Returns: whether the next command is run all the same.
  mutating func bears(_ failure: String, about move: Plan.Move?, _ desk: inout Desk) -> Bool {
    let reason = (move.map { "\($0.label) " } ?? "") + failure
    let remedy = "see to it, then herdmon resume"
    switch state {
    case .returning where move != nil:
      unwell = unwell ?? reason
      return true
    case .draining where move != nil && policy.onGuestFailure == .skip:
      (hooks, parked) = (nil, nil)
      drainFailed(reason, remedy: remedy, &desk)
    default: hold = Hold(reason: reason, remedy: remedy)
    }
    return false
  }
}
