import Cluster

extension RunMachine {
  // MARK: End

  mutating func finish() {
    if undo.isEmpty { stage = .finishing(askAll()) } else { takeBack() }
  }

  mutating func finishStep(_ surveys: Surveys, _ arrival: Desk.Arrival) {
    if let wait = surveys.wait, arrival == .alarm(.lookAgain(wait.node)) {
      var surveys = askAll()
      surveys.wait = wait
      stage = .finishing(surveys)
    } else if let surveys = gather(surveys, arrival) {
      stage = .finishing(surveys)
      guard surveys.waitingFor.isEmpty else { return }
      if surveys.isOld(at: desk.now) { stage = .finishing(askAll(after: surveys)) } else { finished(surveys) }
    }
  }

  /// What keeps the cluster from being whole, and was not so from the start at a node that was not to be worked on.
  private var apart: [Blocker] {
    MembersPresent.lacks(in: inventory).filter { lack in
      guard let node = lack.node else { return start.inventory.quorum.isQuorate }
      return workingNodes.contains(node) || start.inventory.node(node)?.isInCluster != false
    }
  }

  /// Guests that the HA stack is moving, as one that balances does: where they come to rest is not seen yet.
  private var underWay: [Blocker] { HAServices.waits(inventory.guests.filter { homes[$0.id] != nil }) }

  /// A member that has just fallen out of the cluster comes back by itself more often than not, and a guest comes to rest.
  private mutating func waits(for lacks: [Blocker], _ surveys: Surveys) -> Bool {
    guard let first = lacks.first, let node = first.node ?? workingNodes.first else { return false }
    let wait = surveys.wait ?? Wait(node: node, since: desk.now)
    let left = policy.timing.silenceMaxSeconds - (desk.now - wait.since)
    guard left > 0 else { return false }
    if surveys.wait == nil {
      say("run.waiting", "\(first.message); waiting for it up to \(Phrase.clock(left))", level: .warning)
    }
    var surveys = surveys
    surveys.wait = wait
    stage = .finishing(surveys)
    lookAgain(for: wait, within: left)
    return true
  }

  private mutating func finished(_ surveys: Surveys) {
    refresh(surveys)
    let (apart, underWay) = (apart, underWay)
    if waits(for: apart + underWay, surveys) { return }
    let strays = Guard.strays.holds ? Strays.find(homes: homes, underWay: underWay, inventory: inventory) : []
    let failed =
      workingNodes.compactMap { node -> String? in
        switch endings[node] {
        case .failed(let reason), .skipped(let reason): "\(node): \(reason)"
        case .done: nil
        case nil: "\(node) was not begun"
        }
      } + unwell
    // A node that was away from the start, and was not to be worked on, is not this run's doing.
    let silent = surveys.silent.map(\.name).filter { name in
      workingNodes.contains(name) || start.inventory.node(name)?.isOnline != false
    }
    let result: RunOutcome.Result =
      !silent.isEmpty || !apart.isEmpty ? .attention : !strays.isEmpty ? .strayed : failed.isEmpty ? .ok : .failed
    let aborted = isAborted ? ["aborted by the operator"] : []
    let silence = silent.isEmpty ? [] : [silent.map(\.rawValue).joined(separator: ", ") + " does not answer"]
    let astray = strays.isEmpty ? [] : [Phrase.count(strays.count, "guest") + " not home or not running"]
    end(
      result, strays: strays,
      reason: (aborted + silence + apart.map(\.message) + failed + astray).joined(separator: "; "),
      remedy: result == .failed ? remedyOfTheRest : apart.first?.remedy ?? "")
  }

  /// How what was not done is done later; nothing of it can be taken up.
  private var remedyOfTheRest: String {
    let left = workingNodes.filter { if case .done = endings[$0] { false } else { true } }.map(\.rawValue)
    guard !left.isEmpty else { return "" }
    let verb =
      switch start.scope {
      case .rolling, .reboot: "reboot"
      case .update: "update"
      case .drain: "drain"
      case .undrain: "undrain"
      }
    return "once that is settled, herdmon \(verb) \(left.joined(separator: " ")) does what is left"
  }

  mutating func endHeld() {
    guard let held else { return }
    end(.attention, strays: knownStrays, reason: held.reason, remedy: held.remedy)
  }

  mutating func endStopped() {
    let result: RunOutcome.Result =
      switch stopReason {
      case .interrupt: .interrupted
      case .terminate: .terminated
      case .asked, .deadline, nil: .stopped
      }
    let reason = stopReason == .deadline ? "stopped, because the time left is too short for the next node" : "stopped"
    end(result, strays: knownStrays, reason: reason, remedy: "herdmon resume carries on")
  }

  private var knownStrays: [RunOutcome.Stray] {
    var lacks: [GuestID: MoveFailure] = [:]
    var drainedByHA: [GuestID: NodeName] = [:]
    // A maintenance that a former process has begun, whose turn was not taken up.
    for case .maintenance(let node) in undo {
      for guest in inventory.guests where guest.haState != nil && homes[guest.id] == node {
        drainedByHA[guest.id] = node
      }
    }
    for pass in passes {
      for guest in pass.drainedByHA { drainedByHA[guest] = pass.node }
      lacks.merge(pass.lacks) { _, new in new }
      for item in pass.batch?.items ?? [] where item.isOver { lacks[item.move.guest] = item.lack }
    }
    return Strays.known(
      homes: homes, places: knownPlaces, lacks: lacks, drainedByHA: drainedByHA, inventory: inventory)
  }

  /// How the run ends for its process when what happens can't be written down any more: without that nothing is
  /// ordered, and a later process takes it up where the journal ends.
  public func unrecorded(_ reason: String, remedy: String) -> RunOutcome {
    outcome(.attention, strays: knownStrays, reason: reason, remedy: remedy)
  }

  private func outcome(
    _ result: RunOutcome.Result, strays: [RunOutcome.Stray], reason: String, remedy: String
  ) -> RunOutcome {
    let inPass = passes.reduce(0) { $0 + $1.movesSoFar }
    return RunOutcome(
      result: result, restarted: restarted, moves: movesDone + inPass, strays: strays, reason: reason, remedy: remedy,
      seconds: desk.now - startedAt, forecastSeconds: start.plan.makespanSeconds, left: toUndo)
  }

  mutating func conclude(_ closing: Closing) {
    let (reason, remedy) = (closing.reason, closing.remedy)
    let outcome = outcome(closing.result, strays: closing.strays, reason: reason, remedy: remedy)
    for stray in closing.strays {
      say("guest.stray", "\(stray.message); \(stray.remedy)", level: .error, subject: stray.label, guest: stray.guest)
    }
    for item in toUndo { say("run.left", "\(item.words); \(item.remedy)", level: .warning) }
    let words = reason.isEmpty ? "done" : reason + (remedy.isEmpty ? "" : "; \(remedy)")
    say("run.ended", words, level: closing.result == .ok ? .info : .error)
    resumable = lastStage
    stage = .ended(outcome)
    endedAt = desk.now
    desk.forget()
    keeper.retry()
  }
}
