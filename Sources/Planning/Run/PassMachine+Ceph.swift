import Cluster

/// Ceph around a restart. Where a node carries some of its data, Ceph is told by the flag `noout` that the daemons come
/// back, or it would begin to copy all of that elsewhere. A flag that someone else has set stays as it is.
/// - Source: facts/pve.md 8.5.
extension PassMachine {
  static let cephFlag = "noout"
  /// Between two looks at Ceph before a restart: each is a whole look at the node.
  private static let cephLookSeconds = 15.0

  /// Looks whether Ceph has to be told.
  mutating func look(atCephOf node: Node?) {
    guard let health = node?.health, let ceph = health.ceph, health.storageDaemons > 0 else { return }
    needsFlag = policy.cephNoout && Guard.cephTold.holds && !ceph.flags.contains(PassMachine.cephFlag)
  }

  /// Since the drain Ceph may have lost a disk elsewhere: what heals is waited for, an error needs a human.
  /// - Returns: whether the restart has to wait.
  mutating func waits(forCephOn node: Node, _ desk: inout Desk) -> Bool {
    if let error = CephHealth.blockers(on: [node]).first {
      hold = Hold(
        reason: "\(node.name) is not rebooted: \(error.message)", remedy: error.remedy + ", then herdmon resume")
      return true
    }
    guard Guard.othersWhole.holds, let reason = CephHealth.waits(on: [node]).first else { return false }
    let since = cephSince ?? desk.now
    guard desk.now - since < policy.busyWaitSeconds else {
      hold = Hold(
        reason: "\(node.name) is not rebooted: \(reason.message)", remedy: reason.remedy + ", then herdmon resume")
      return true
    }
    if cephSince == nil {
      desk.say(
        Notice(
          event: "node.waiting", level: .warning, phase: .update, node: node.name, subject: node.name.rawValue,
          message: "waits with its reboot: \(reason.message)"))
    }
    cephSince = since
    desk.wake(after: PassMachine.cephLookSeconds, for: .lookAgain(node.name))
    return true
  }

  mutating func enterFlagging(_ desk: inout Desk) {
    guard isFlagged || needsFlag else { return enterConfirming(&desk) }
    isFlagged = true
    state = .flagging
    phaseSince = desk.now
    desk.askOnceRecorded(node, .setCephFlag(PassMachine.cephFlag, isOn: true), for: .cephFlag)
  }

  mutating func flagStep(_ arrival: Desk.Arrival, _ desk: inout Desk) {
    switch arrival {
    case .answer(.cephFlag, _):
      tell("ceph.flagged", "Ceph is told by \(PassMachine.cephFlag) that its daemons come back", &desk)
      enterConfirming(&desk)
    case .gaveUp(.cephFlag, let trouble):
      hold = Hold(
        reason: "\(node) is not rebooted: Ceph could not be told: \(trouble.message)",
        remedy: "see ceph -s, then herdmon resume")
    case .answer, .gaveUp, .jobEnded, .alarm: break
    }
  }

  mutating func enterUnflagging(after ending: Ending, _ desk: inout Desk) {
    state = .unflagging(after: ending)
    phaseSince = desk.now
    desk.ask(node, .setCephFlag(PassMachine.cephFlag, isOn: false), for: .cephFlag)
  }

  mutating func unflagStep(after ending: Ending, _ arrival: Desk.Arrival, _ desk: inout Desk) {
    switch arrival {
    case .answer(.cephFlag, _):
      isFlagged = false
      tell("ceph.unflagged", "\(PassMachine.cephFlag) of Ceph is taken back", &desk)
      bringBack(after: ending, &desk)
    case .gaveUp(.cephFlag, let trouble):
      let item = UndoItem.cephFlag(PassMachine.cephFlag)
      hold = Hold(reason: "\(item.words): \(trouble.message)", remedy: item.remedy + ", then herdmon resume")
    case .answer, .gaveUp, .jobEnded, .alarm: break
    }
  }

  private func tell(_ event: String, _ message: String, _ desk: inout Desk) {
    desk.say(Notice(event: event, phase: phase, node: node, subject: node.rawValue, message: message))
  }
}
