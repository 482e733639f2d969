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

  /// Gives a turn the silence that it needs: that of a former process, if there is one, with its guests.
  mutating func cover(_ pass: inout PassMachine) {
    guard let rules = policy.silence, pass.action != .update else { return }
    var guests = pass.named
    for case .silence(let silence) in undo where silence.node == pass.node {
      guests += silence.guests.filter { guest in !guests.contains { $0.id == guest.id } }
      undo.removeAll { $0 == .silence(silence) }
    }
    let silence = Silence(
      run: start.id, node: pass.node, guests: guests, until: desk.now,
      seconds: rules.lengthSeconds)
    pass.cover = Cover(silence, rules: rules)
  }

  /// What a former process has begun may go on until its turn is taken up: so long as that may be waited for monitoring
  /// keeps quiet about it.
  mutating func keepCovered() {
    guard let rules = policy.silence, Guard.covering.holds else { return }
    let seconds = rules.lengthSeconds + policy.busyWaitSeconds
    for case .silence(var silence) in undo {
      (silence.until, silence.seconds) = (desk.now + seconds, seconds)
      desk.ask(.silence(.start, silence), for: .cover(silence.node), limit: rules.limitSeconds, patience: 0)
    }
  }

  mutating func takeBack() {
    stage = .takingBack
    // What lets others go on, and monitoring watch, must not overtake what suspends them and tells it to keep quiet.
    let suspends = desk.questions.values.contains { question in
      switch question.errand {
      case .suspend, .cover: true
      default: false
      }
    }
    guard !suspends else { return }
    for item in undo {
      if case .silence(let silence) = item {
        let rules = policy.silence ?? SilenceRules()
        desk.ask(
          .silence(.end, silence), for: .undo(item), limit: rules.limitSeconds, patience: rules.patienceSeconds)
      } else if let node = site(of: item), let order = item.order(isOn: false) {
        desk.ask(node, order, for: .undo(item))
      }
    }
  }

  /// The node through which something is set and taken back; nil for what the controller sets.
  private func site(of item: UndoItem) -> NodeName? {
    let names = inventory.nodes.filter(\.isOnline).map(\.name) + inventory.nodes.map(\.name)
    return switch item {
    case .unit(let node, _): node
    case .maintenance(let node): names.first { $0 != node } ?? node
    case .cephFlag, .backupJob, .haBalancing: names.first
    case .silence: nil
    }
  }

  /// Suspends whoever else would move guests or lock them, and whoever has begun anew, as after a boot.
  mutating func suspendOthers() {
    guard policy.otherActors == .suspend, start.takeUp?.goal ?? .finish == .finish else { return }
    for item in OtherActors.active(in: inventory) {
      guard let node = site(of: item), let order = item.order(isOn: true) else { continue }
      if !undo.contains(item) { undo.append(item) }
      desk.askOnceRecorded(node, order, for: .suspend(item))
    }
  }

  mutating func hearOthers(_ arrival: Desk.Arrival) {
    switch arrival {
    case .answer(.suspend(let item), _): say("run.suspended", "\(item.name) is suspended until the run ends")
    case .gaveUp(.suspend(let item), let trouble):
      // It stays on the list: the order may have been carried out all the same.
      say("run.suspended", "\(item.name) could not be suspended: \(trouble.message)", level: .warning)
    case .gaveUp(.cover(let node), let trouble):
      // Its turn tells monitoring itself, and waits for it.
      say(
        "silence.failed",
        "monitoring was not told again to keep quiet: \(trouble.message); told anew when its turn goes on",
        level: .warning,
        subject: node.rawValue, node: node)
    case .answer, .gaveUp, .jobEnded, .alarm: break
    }
  }

  mutating func takeBackStep(_ arrival: Desk.Arrival) {
    switch arrival {
    case .answer(.undo(let item), _):
      undo.removeAll { $0 == item }
      say("run.undone", "\(item.name) is taken back")
      if undo.isEmpty { finish() }
    case .answer(.suspend, _), .gaveUp(.suspend, _), .answer(.cover, _), .gaveUp(.cover, _): takeBack()
    case .gaveUp(.undo(.silence(let silence)), let trouble) where policy.silence?.onFailure == .ignore:
      let item = UndoItem.silence(silence)
      undo.removeAll { $0 == item }
      say("silence.failed", "\(item.words): \(trouble.message); left to end by itself, as policy says", level: .warning)
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
    let silence = cover.flatMap { $0.state == .idle ? nil : UndoItem.silence($0.silence) }
    return (isMaintained ? [.maintenance(node)] : []) + (isFlagged ? [.cephFlag(PassMachine.cephFlag)] : [])
      + (silence.map { [$0] } ?? [])
  }
}

extension UndoItem {
  /// What sets it, or takes it back, on a node; nil for what the controller sets.
  fileprivate func order(isOn: Bool) -> RunRequest? {
    switch self {
    case .maintenance(let node): .maintain(node, isOn: isOn)
    case .cephFlag(let flag): .setCephFlag(flag, isOn: isOn)
    case .unit(_, let unit): .setUnit(unit, isActive: !isOn)
    case .backupJob(let job): .setBackupJob(job, isEnabled: !isOn)
    case .haBalancing(let balancing): (isOn ? balancing.suspended : balancing.option).map { .setHAScheduling($0) }
    case .silence: nil
    }
  }
}
