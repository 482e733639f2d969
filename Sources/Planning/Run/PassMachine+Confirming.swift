import Cluster

/// The last look before the reboot: a node that still runs a guest is not rebooted, and never while the others are not
/// whole.
extension PassMachine {
  /// A witness's word may be this old when the node itself is looked at, in seconds. Longer, and both are asked anew.
  private static let wordSecondsMax = 60.0

  mutating func enterConfirming(after ordered: Reboot? = nil, _ desk: inout Desk) {
    state = .confirming(Confirmation(since: desk.now, ordered: ordered))
    phaseSince = desk.now
    lookAround(&desk)
  }

  /// The others are asked first and the node itself last, so that nothing stands between the look at its guests and
  /// the order.
  private mutating func lookAround(_ desk: inout Desk) {
    if let witness {
      desk.ask(witness, .glance, for: .witness(witness))
    } else if memberCount > 1 {
      hold = Hold(
        reason: "\(node) is not rebooted: no other node answers", remedy: "bring the others back, then herdmon resume")
    } else {
      desk.ask(node, .glance, for: .lookBeforeReboot(node))
    }
  }

  mutating func confirmStep(_ confirmation: Confirmation, _ arrival: Desk.Arrival, _ desk: inout Desk) {
    var confirmation = confirmation
    switch arrival {
    case .answer(.witness, .glance(let other)):
      if let lack = lack(seenBy: other) {
        lookLater(confirmation, because: lack, &desk)
      } else {
        confirmation.witnessedAt = desk.now
        state = .confirming(confirmation)
        desk.ask(node, .glance, for: .lookBeforeReboot(node))
      }
    case .answer(.lookBeforeReboot(node), .glance(let glance)):
      judge(confirmation, glance, &desk)
    case .alarm(.lookAgain(node)):
      lookAround(&desk)
    case .gaveUp(.lookBeforeReboot, let trouble), .gaveUp(.witness, let trouble):
      hold = Hold(reason: "\(node) is not rebooted: \(trouble.message)", remedy: trouble.remedy)
    case .answer, .gaveUp, .jobEnded, .alarm: break
    }
  }

  private mutating func judge(_ confirmation: Confirmation, _ glance: NodeGlance, _ desk: inout Desk) {
    if let ordered = confirmation.ordered, glance.bootID != ordered.before || !glance.queuedShutdown.isEmpty {
      // The order did get through.
      state = .rebooting(ordered)
      desk.wake(after: policy.timing.rebootPollSeconds, for: .bootProof)
    } else if let guest = glance.guests.first(where: { $0.status != .stopped && !left.contains($0.id) }) {
      nodeFailed("guest \(guest.id) runs on it: it was started or moved there behind our back; no reboot", &desk)
    } else if let queued = glance.queuedShutdown.first {
      hold = Hold(
        reason: "\(node) already has a shutdown queued (\(queued))", remedy: "ssh root@\(address) systemctl list-jobs")
    } else if let witnessedAt = confirmation.witnessedAt, desk.now - witnessedAt > PassMachine.wordSecondsMax {
      lookLater(confirmation, because: "\(node) answers too slowly", &desk)
    } else if isWaiting {
      parked = .confirming
    } else {
      order(before: glance.bootID, orders: (confirmation.ordered?.orders ?? 0) + 1, &desk)
    }
  }

  /// What is missing among the others, as one of them sees it.
  private func lack(seenBy other: NodeGlance) -> String? {
    let away = other.members.filter { !$0.isOnline }.map(\.name.rawValue)
    if !away.isEmpty { return away.joined(separator: ", ") + (away.count == 1 ? " is away" : " are away") }
    if !other.isQuorate { return "the cluster is not quorate" }
    if other.members.count < memberCount {
      return "\(other.node) sees \(other.members.count) of \(memberCount) members"
    }
    return other.queuedShutdown.first.map { "\(other.node) is going down (\($0))" }
  }

  private mutating func lookLater(_ confirmation: Confirmation, because lack: String, _ desk: inout Desk) {
    guard desk.now - confirmation.since < policy.timing.silenceMaxSeconds else {
      hold = Hold(
        reason: "\(node) is not rebooted: \(lack)", remedy: "bring the cluster together, then herdmon resume")
      return
    }
    desk.wake(after: policy.timing.rebootPollSeconds, for: .lookAgain(node))
  }

  private mutating func order(before: BootID, orders: Int, _ desk: inout Desk) {
    state = .rebooting(Reboot(before: before, orderedAt: desk.now, orders: orders))
    sayPhase("reboot", orders > 1 ? "ordered once more" : "ordered", &desk)
    desk.ask(node, .reboot, for: .reboot, limit: 20, patience: 0)
  }
}
