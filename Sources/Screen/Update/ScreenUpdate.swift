import Cluster
import Planning

extension ScreenState {
  /// Takes in what happened.
  /// - Returns: what is to be done about it, in order.
  public mutating func handle(_ input: ScreenInput) -> [ScreenCommand] {
    switch input {
    case .key(let key): return press(key)
    case .mouse(let event): take(event)
    case .resize(let width, let height): size = Size(width: width, height: height)
    case .tick(let moment): tick(moment)
    case .zone(let seconds): utcOffsetSeconds = seconds.clamped(to: -86_400...86_400)
    case .inventory(let seen): see(seen)
    case .inventoryFailed(let sentences): fail(sentences)
    case .runBegan(let places): startPlaces = places
    case .record(let record): take(record)
    case .progress(let progress): return take(progress)
    case .plan(let scope, let plan): show(.known(plan), for: scope)
    case .planFailed(let sentence): showPlanFailure(sentence)
    case .runEnded(let outcome): return end(outcome)
    case .pastRuns(let runs): pastRuns = runs
    case .runOpen(let run): openRun = run
    case .asked(let reason): return leave(reason)
    case .playback(let new): playback = new
    case .themes(let name, let known): (theme, knownThemes) = (name, known)
    case .message(let sentence):
      log.append(LogLine(time: now, level: .info, subject: "herdmon", message: sentence))
      say(sentence)
    }
    return []
  }

  /// Puts a sentence into the status line.
  mutating func say(_ sentence: String, isRefusal: Bool = false) {
    status = StatusMessage(text: sentence, isRefusal: isRefusal, since: now)
  }

  private mutating func tick(_ moment: Timestamp) {
    if progress?.state == .paused { progress?.postpone(by: moment - now) }
    now = moment
    if let shown = status, moment - shown.since > statusSeconds { status = nil }
    logPane.catchUp(with: log)
    guard !arrivals.isEmpty else { return }
    let seen = inventory.map { $0.takenAt + -ScreenState.surveySeconds } ?? moment
    arrivals = arrivals.filter { moment - $0.value < glowSeconds || $0.value > seen }
  }

  private mutating func take(_ record: RunRecord) {
    log.append(LogLine(record))
    if record.run != recordedRun {
      recordedRun = record.run
      worstOutage = nil
      runRecords = []
    }
    let notice = record.notice
    if notice.level != .output { runRecords.append(record) }
    // The answer to what a key asked for.
    if notice.event == "run.refused" { say("\(PlainText.clean(notice.subject)) \(notice.message)", isRefusal: true) }
    guard notice.event == "move.finished", let seconds = notice.seconds else { return }
    if let guest = notice.guest { outages[guest] = seconds }
    if seconds > worstOutage?.seconds ?? 0 {
      worstOutage = LastRun.Outage(label: PlainText.clean(notice.subject), seconds: seconds)
    }
  }

  private mutating func take(_ new: RunProgress) -> [ScreenCommand] {
    // The end may be told again after the screen has dealt with it.
    if case .ended = new.state, progress == nil, lastRun?.run == new.run { return [] }
    if progress?.run != new.run {
      // Whatever was asked for is told by the run itself from here on.
      status = nil
      arrivals = [:]
      if startPlaces.isEmpty { for guest in inventory?.guests ?? [] { startPlaces[guest.id] = guest.node } }
      if case .consent = dialog?.kind { dialog = nil }
    } else if let old = progress {
      for flight in old.inFlight where new.places[flight.guest] == flight.to {
        if !new.inFlight.contains(where: { $0.guest == flight.guest }) { arrivals[flight.guest] = now }
      }
    }
    progress = new
    assignLanes()
    if case .ended(let outcome) = new.state { return end(outcome) }
    return []
  }

  // A run's end may be told twice: by its last progress and by its outcome.
  private mutating func end(_ outcome: RunOutcome) -> [ScreenCommand] {
    if progress == nil, lastRun?.outcome == outcome { return [] }
    let run = LastRun(
      run: progress?.run, scope: progress?.scope, undone: progress?.undone ?? [], endedAt: now, outcome: outcome,
      worst: recordedRun == progress?.run ? worstOutage : nil)
    lastRun = run
    if var last = progress {
      last.state = .ended(outcome)
      endedRuns.insert(PastRun(progress: last, records: last.run == recordedRun ? runRecords : []), at: 0)
    }
    progress = nil
    startPlaces = [:]
    arrivals = [:]
    lanes = []
    closeRunDialogs()
    if leavesAfterRun { return [.quit] }
    if dialog == nil { dialog = Dialog(.summary(run)) }
    return [.refresh]
  }

  // A run that would end with us ends cleanly first; any other goes on without us.
  private mutating func leave(_ reason: StopReason) -> [ScreenCommand] {
    guard isRunning, options.ownsRuns, !options.isReadOnly, !leavesAfterRun else { return [.quit] }
    leavesAfterRun = true
    dialog = nil
    say("asked to end: stopping after the moves in flight, then leaving")
    return [.steer(.stop(reason))]
  }

  private mutating func closeRunDialogs() {
    switch dialog?.kind {
    case .stopRun, .leaveRun, .steering: dialog = nil
    default: break
    }
  }

  private mutating func show(_ figures: Dialog.Figures, for scope: RunScope) {
    switch dialog?.kind {
    case .consent(scope, .asked):
      let typed = dialog?.typed ?? ""
      dialog = Dialog(.consent(scope, figures))
      dialog?.typed = typed
    case .plan(scope, .asked): dialog = Dialog(.plan(scope, figures))
    default: break
    }
  }

  private mutating func showPlanFailure(_ sentence: String) {
    log.append(LogLine(time: now, level: .error, subject: "plan", message: sentence))
    switch dialog?.kind {
    case .consent(let scope, .asked), .plan(let scope, .asked): show(.failed(sentence), for: scope)
    default: say(sentence, isRefusal: true)
    }
  }
}

extension RunProgress {
  /// What a paused run has still to do takes as long as before; only its end is later.
  fileprivate mutating func postpone(by seconds: Double) {
    endsAt = endsAt + seconds
    for index in nodes.indices { nodes[index].phaseEnds = nodes[index].phaseEnds.map { $0 + seconds } }
  }
}
