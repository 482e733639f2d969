import Cluster

/// What a run sets on the cluster is taken back by the turn that has set it. What a former process has set goes over to
/// the turn of its node when that is taken up; the rest is taken back at the end, and so is what the run as a whole has
/// set: that others are suspended.
extension RunMachine {
  /// Set and not taken back yet.
  var toUndo: [UndoItem] { undo + passes.flatMap(\.toUndo) }

  /// Leaves to a turn what a former process has set for it.
  mutating func bequeath(to pass: inout PassMachine) {
    // Only a turn with a way home takes anything back.
    guard pass.action == .restart else { return }
    pass.isMaintained = undo.contains(.maintenance(pass.node))
    pass.isFlagged = undo.contains(.cephFlag(PassMachine.cephFlag))
    undo.removeAll(where: pass.toUndo.contains)
  }

  mutating func takeBack() {
    desk.owner = nil
    stage = .takingBack
    // What lets others go on must not overtake what suspends them.
    let suspends = desk.questions.values.contains { if case .suspend = $0.errand { true } else { false } }
    guard !suspends else { return }
    for item in undo {
      if let node = site(of: item) { desk.ask(node, item.order(isOn: false), for: .undo(item)) }
    }
  }

  /// The node through which something is set and taken back.
  private func site(of item: UndoItem) -> NodeName? {
    let names = inventory.nodes.filter(\.isOnline).map(\.name) + inventory.nodes.map(\.name)
    return switch item {
    case .unit(let node, _): node
    case .maintenance(let node): names.first { $0 != node } ?? node
    case .cephFlag, .backupJob: names.first
    }
  }

  /// Suspends whoever else would move guests or lock them, and whoever has begun anew, as after a boot.
  mutating func suspendOthers() {
    guard policy.otherActors == .suspend, start.takeUp?.goal ?? .finish == .finish else { return }
    desk.owner = nil
    for item in OtherActors.active(in: inventory) {
      guard let node = site(of: item) else { continue }
      if !undo.contains(item) { undo.append(item) }
      desk.askOnceRecorded(node, item.order(isOn: true), for: .suspend(item))
    }
  }

  mutating func hearOthers(_ arrival: Desk.Arrival) {
    switch arrival {
    case .answer(.suspend(let item), _): say("run.suspended", "\(item.name) is suspended until the run ends")
    case .gaveUp(.suspend(let item), let trouble):
      // It stays on the list: the order may have been carried out all the same.
      say("run.suspended", "\(item.name) could not be suspended: \(trouble.message)", level: .warning)
    case .answer, .gaveUp, .jobEnded, .alarm: break
    }
  }

  mutating func takeBackStep(_ arrival: Desk.Arrival) {
    switch arrival {
    case .answer(.undo(let item), _):
      undo.removeAll { $0 == item }
      say("run.undone", "\(item.name) is taken back")
      if undo.isEmpty { finish() }
    case .answer(.suspend, _), .gaveUp(.suspend, _): takeBack()
    case .gaveUp(.undo(let item), let trouble):
      held = PassMachine.Hold(
        reason: "\(item.words): \(trouble.message)", remedy: item.remedy + ", then herdmon resume")
      endHeld()
    case .answer, .gaveUp, .jobEnded, .alarm: break
    }
  }
}

extension PassMachine {
  /// What the turn has set on the cluster and not taken back yet.
  var toUndo: [UndoItem] {
    (isMaintained ? [.maintenance(node)] : []) + (isFlagged ? [.cephFlag(PassMachine.cephFlag)] : [])
  }
}

extension UndoItem {
  /// What sets it, or takes it back.
  fileprivate func order(isOn: Bool) -> RunRequest {
    switch self {
    case .maintenance(let node): .maintain(node, isOn: isOn)
    case .cephFlag(let flag): .setCephFlag(flag, isOn: isOn)
    case .unit(_, let unit): .setUnit(unit, isActive: !isOn)
    case .backupJob(let job): .setBackupJob(job, isEnabled: !isOn)
    }
  }
}
