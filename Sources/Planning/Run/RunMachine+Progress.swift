import Cluster

extension RunMachine {
  /// Where the run stands at a moment: one value from which readers take every figure.
  public func progress(at now: Timestamp) -> RunProgress {
    let passes = passes
    var nodes: [RunProgress.NodeProgress] = []
    var movesAhead = 0
    for planned in start.plan.passes {
      var node = RunProgress.NodeProgress(node: planned.node)
      if let ending = endings[planned.node] {
        node.stage = ending.stage
      } else if let pass = passes.first(where: { $0.node == planned.node }), let phase = pass.phase {
        node = pass.progress(phase, at: now)
        movesAhead += pass.movesInAll
        if let hold = pass.hold {
          node.stage = .failed(hold.reason)
        } else if outcome != nil {
          node.stage = .skipped("stopped in its \(phase.rawValue) phase")
        }
      } else {
        movesAhead += planned.drain.count + planned.return.count
      }
      nodes.append(node)
    }
    let items = passes.flatMap { $0.batch?.items ?? [] }
    let inFlight = items.filter(\.isInFlight).map { item in
      RunProgress.Flight(
        guest: item.move.guest, label: item.move.label, from: item.move.from, to: item.move.to, since: item.since,
        trouble: item.trouble)
    }
    let next = items.compactMap { item -> GuestID? in
      if case .queued = item.state { item.move.guest } else { nil }
    }
    return RunProgress(
      run: start.id, scope: start.scope, state: progressState, startedAt: startedAt,
      endsAt: outcome == nil ? now + secondsLeft(at: now) : startedAt + (outcome?.seconds ?? 0), nodes: nodes,
      inFlight: inFlight, next: next, movesDone: movesDone + passes.reduce(0) { $0 + $1.movesSoFar },
      movesTotal: movesDone + movesAhead, places: knownPlaces)
  }

  /// Forecast seconds to the end of the run: what is left of the turns under way, and the rest as planned.
  private func secondsLeft(at now: Timestamp) -> Double {
    let plan = start.plan
    if stopReason != nil { return passes.map { $0.secondsToStop(at: now) }.max() ?? 0 }
    let ahead = isAborted ? nil : plan.passes.first { isToCome($0.node) && $0.action != .skip }
    let rest = ahead.map { plan.makespanSeconds - $0.beginSeconds } ?? 0
    if case .fetching = stage { return max(start.forecast.fetchSeconds - (now - startedAt), 0) + rest }
    guard let pass = passes.last else { return rest }
    // A node that fills while the next is emptied holds nobody up but by the longer of the two.
    let other = passes.count > 1 ? passes[0].secondsLeft(at: now) : 0
    guard rest > 0, policy.overlaps, pass.action == .restart else {
      return max(pass.secondsLeft(at: now), other) + rest
    }
    return max(pass.secondsLeft(at: now, until: .return), other) + rest
  }

  private var progressState: RunProgress.State {
    if let outcome { return .ended(outcome) }
    if stopReason != nil { return .stopping }
    if isAborted { return .aborting }
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
    progress.detail = !isCovered ? "monitoring is told" : hooks?.current?.name ?? detail
    switch state {
    case .rebooting(let reboot), .quieting(let reboot, _): progress.proof = reboot.proof
    default: break
    }
    return progress
  }

  /// Forecast seconds to the end of the turn, or to the beginning of one of its phases.
  func secondsLeft(at now: Timestamp, until end: PassPhase? = nil) -> Double {
    guard let phase else { return 0 }
    let isBefore = { (phase: PassPhase) in end.map { phase < $0 } ?? true }
    // A turn that is given up goes home from wherever it is, and a node that was not restarted is not.
    let isAhead = { [abandoned] (phase: PassPhase) in isBefore(phase) && (abandoned == nil || phase == .return) }
    let later = PassPhase.allCases.filter { $0 > phase && isAhead($0) }.reduce(0) { $0 + (phaseSeconds[$1] ?? 0) }
    return (isBefore(phase) ? phaseSecondsLeft(phase, at: now) : 0) + later
  }

  /// Forecast seconds until nothing is under way any more, where nothing new begins.
  func secondsToStop(at now: Timestamp) -> Double {
    guard let phase else { return 0 }
    return batch.map { $0.secondsLeft(at: now, onlyInFlight: true) } ?? phaseSecondsLeft(phase, at: now)
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
