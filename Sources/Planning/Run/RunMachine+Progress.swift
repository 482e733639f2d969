import Cluster

extension RunMachine {
  /// Where the run stands at a moment: one value from which readers take every figure.
  public func progress(at now: Timestamp) -> RunProgress {
    var nodes: [RunProgress.NodeProgress] = []
    var ahead = 0.0
    var movesAhead = 0
    var pass: PassMachine?
    if case .passing(let current) = lastStage { pass = current }
    if case .fetching = stage { ahead += max(Forecast().fetchSeconds - (now - startedAt), 0) }
    for planned in start.plan.passes {
      var node = RunProgress.NodeProgress(node: planned.node)
      if let ending = endings[planned.node] {
        node.stage = ending.stage
      } else if let pass, pass.node == planned.node, let phase = pass.phase {
        node = pass.progress(phase, at: now)
        ahead += pass.secondsLeft(at: now)
        movesAhead += pass.movesInAll
        if let held {
          node.stage = .failed(held.reason)
        } else if outcome != nil {
          node.stage = .skipped("stopped in its \(phase.rawValue) phase")
        }
      } else {
        ahead += planned.seconds
        movesAhead += planned.drain.count + planned.return.count
      }
      nodes.append(node)
    }
    let batch = pass?.batch
    let inFlight = (batch?.items ?? []).filter(\.isInFlight).map { item in
      RunProgress.Flight(
        guest: item.move.guest, label: item.move.label, from: item.move.from, to: item.move.to, since: item.since)
    }
    let next = (batch?.items ?? []).compactMap { item -> GuestID? in
      if case .queued = item.state { item.move.guest } else { nil }
    }
    return RunProgress(
      run: start.id, scope: start.scope, state: progressState, startedAt: startedAt,
      endsAt: outcome == nil ? now + ahead : startedAt + (outcome?.seconds ?? 0), nodes: nodes, inFlight: inFlight,
      next: next, movesDone: movesDone + (pass?.movesSoFar ?? 0), movesTotal: movesDone + movesAhead,
      places: knownPlaces)
  }

  private var progressState: RunProgress.State {
    if let outcome { return .ended(outcome) }
    if stopReason != nil { return .stopping }
    return isPaused ? .paused : .running
  }
}

extension PassMachine.Ending {
  var stage: RunProgress.NodeProgress.Stage {
    switch self {
    case .done: .done
    case .skipped(let reason): .skipped(reason)
    case .failed(let reason): .failed(reason)
    }
  }
}

extension PassMachine {
  func progress(_ phase: PassPhase, at now: Timestamp) -> RunProgress.NodeProgress {
    var progress = RunProgress.NodeProgress(node: node, stage: .working(phase))
    let left = phaseSecondsLeft(phase, at: now)
    let gone = max(now - phaseSince, 0)
    progress.phaseEnds = now + left
    if let batch {
      progress.moved = batch.items.count { $0.state == .arrived }
      progress.toMove = batch.items.count
      progress.phaseFraction = progress.toMove == 0 ? 1 : Double(progress.moved) / Double(progress.toMove)
    } else {
      progress.phaseFraction = gone + left > 0 ? min(gone / (gone + left), 0.99) : 0
    }
    progress.detail = detail
    return progress
  }

  /// Forecast seconds to the end of the turn.
  func secondsLeft(at now: Timestamp) -> Double {
    guard let phase else { return 0 }
    let later = PassPhase.allCases.filter { $0 > phase }.reduce(0) { $0 + (phaseSeconds[$1] ?? 0) }
    return phaseSecondsLeft(phase, at: now) + later
  }

  /// Of moves, what is left of them; of other work, what the plan said less the time it has taken. What takes longer
  /// than planned is always said to need a little more, never less than nothing.
  private func phaseSecondsLeft(_ phase: PassPhase, at now: Timestamp) -> Double {
    if let batch { return batch.secondsLeft(at: now) }
    let planned = phaseSeconds[phase] ?? 0
    let gone = max(now - phaseSince, 0)
    return max(planned - gone, min(planned * 0.05, 10))
  }
}
