import Cluster

/// What a run sets on the cluster is taken back by the turn that has set it. What a former process has set goes over to
/// the turn of its node when that is taken up; the rest is taken back at the end.
extension RunMachine {
  /// Set and not taken back yet.
  var toUndo: [UndoItem] { undo + passes.flatMap(\.toUndo) }

  /// Leaves to a turn what a former process has set for it.
  mutating func bequeath(to pass: inout PassMachine) {
    pass.isMaintained = undo.contains(.maintenance(pass.node))
    pass.isFlagged = undo.contains(.cephFlag(PassMachine.cephFlag))
    undo.removeAll(where: pass.toUndo.contains)
  }

  mutating func takeBack() {
    desk.owner = nil
    let online = inventory.nodes.filter(\.isOnline).map(\.name)
    for item in undo {
      guard let node = online.first(where: { $0 != item.node }) ?? inventory.nodes.first?.name else { continue }
      desk.ask(node, item.order, for: .undo(item))
    }
    stage = .takingBack
  }

  mutating func takeBackStep(_ arrival: Desk.Arrival) {
    switch arrival {
    case .answer(.undo(let item), _):
      undo.removeAll { $0 == item }
      say("run.undone", "taken back: \(item.words)")
      if undo.isEmpty { finish() }
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
  /// What takes it back.
  fileprivate var order: RunRequest {
    switch self {
    case .maintenance(let node): .maintain(node, isOn: false)
    case .cephFlag(let flag): .setCephFlag(flag, isOn: false)
    }
  }
}
