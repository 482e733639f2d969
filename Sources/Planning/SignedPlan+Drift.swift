import Cluster

/// What of a turn is no longer as it was signed off: before the run, and again before each turn, for the lists of
/// packages are refreshed in between and guests come and go.
extension Policy {
  /// Where guests of a node were to go; kept as long as they fit there.
  func signedTargets(from node: NodeName) -> [GuestID: NodeName] {
    signedTurns.first { $0.node == node }?.drain.reduce(into: [:]) { $0[$1.guest] = $1.to } ?? [:]
  }

  /// What speaks against a turn as it would be now, and against the upgrades of nodes that follow it.
  /// - Parameter upcoming: the nodes that follow.
  func drift(to pass: Plan.Pass, upcoming: Set<NodeName>, in inventory: Inventory) -> [Blocker] {
    guard let signed = signedTurns.first(where: { $0.node == pass.node }) else { return [] }
    var now = SignedPlan.Turn(pass, inventory)
    // What earlier turns have left here is the run's own doing, and ways home follow from the ways out.
    let others = signedTurns.filter { $0.node != pass.node }
    let (moved, managed) = (Set(others.flatMap(\.drain).map(\.guest)), Set(others.flatMap(\.managed)))
    let steps = signed.drain.reduce(into: [GuestID: SignedPlan.Step]()) { $0[$1.guest] = $1 }
    now.drain.removeAll { steps[$0.guest] == nil && moved.contains($0.guest) }
    now.managed.removeAll { !signed.managed.contains($0) && managed.contains($0) }
    for index in now.drain.indices { now.drain[index].after = steps[now.drain[index].guest]?.after ?? [] }
    now.return = signed.return
    let later = others.filter { upcoming.contains($0.node) }.flatMap { turn in
      turn.drift(to: inventory.node(turn.node)?.updates ?? turn.updates).map { (turn.node, $0) }
    }
    return (signed.drift(to: now).map { (pass.node, $0) } + later).map { node, message in
      var blocker = SignedPlan.blocker(node, "\(node): \(message)")
      blocker.remedy = "herdmon abort, then look at the plan of now (herdmon plan), and sign it off anew with --save"
      return blocker
    }
  }
}

extension SignedPlan.Turn {
  func drift(to now: SignedPlan.Turn) -> [String] {
    guard now.action == action else { return ["would \(now.action.rawValue) now, signed off was \(action.rawValue)"] }
    return drift(to: now.updates) + drift(from: drain, to: now.drain, "on the way out")
      + drift(from: `return`, to: now.return, "back")
      + SignedPlan.drift("guests that HA takes along", managed, now.managed)
      + SignedPlan.drift("guests that stop with it", left, now.left)
  }

  /// What its upgrade would do otherwise than was signed off.
  func drift(to now: PendingUpdates) -> [String] {
    var found: [String] = []
    if now.count != updates.count {
      found.append("\(now.count) updates are pending, signed off were \(updates.count)")
    } else if let digest = updates.digest, let other = now.digest, digest != other {
      found.append("other packages or versions are pending than were signed off")
    }
    if now.kernel != updates.kernel {
      found.append("the kernel would be \(now.kernel ?? "the same"), signed off was \(updates.kernel ?? "the same")")
    }
    if now.removals != updates.removals {
      found.append("the upgrade would remove \(removed(now)), signed off was \(removed(updates))")
    }
    return found
  }

  private func removed(_ updates: PendingUpdates) -> String {
    updates.removals.isEmpty ? "nothing" : updates.removals.joined(separator: ", ")
  }

  private func drift(from signed: [SignedPlan.Step], to now: [SignedPlan.Step], _ leg: String) -> [String] {
    let later = now.reduce(into: [GuestID: SignedPlan.Step]()) { $0[$1.guest] = $1 }
    let earlier = Set(signed.map(\.guest))
    return signed.compactMap { step in
      guard let other = later[step.guest] else { return "\(step.label) does not move any more \(leg)" }
      if other.to != step.to { return "\(step.label) would go to \(other.to) \(leg), signed off was \(step.to)" }
      if other.way != step.way {
        return "\(step.label) would move by \(other.way.rawValue) \(leg), signed off was \(step.way.rawValue)"
      }
      return other.after == step.after ? nil : "\(step.label) would wait for other guests \(leg) than was signed off"
    } + now.filter { !earlier.contains($0.guest) }.map { "\($0.label) moves as well \(leg)" }
  }
}

extension SignedPlan {
  static func drift(_ what: String, _ signed: [GuestID], _ now: [GuestID]) -> [String] {
    func words(_ guests: [GuestID]) -> String {
      guests.isEmpty ? "none" : guests.map { "\($0)" }.joined(separator: ", ")
    }
    return signed == now ? [] : ["\(what) are \(words(now)) now, signed off: \(words(signed))"]
  }
}
