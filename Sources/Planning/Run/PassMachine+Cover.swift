import Cluster

/// Monitoring keeps quiet about a turn: it is told before the first guest is touched, again and again while the turn
/// lasts, and once more when the guests are home.
extension PassMachine {
  /// Whether guests may be touched.
  var isCovered: Bool { cover.map { $0.state == .given } ?? true || !Guard.covering.holds }

  /// Whether monitoring watches again in the middle of the turn, as when the controller has slept for too long. Nothing
  /// begins then before it has been told anew.
  func isLapsed(_ desk: Desk) -> Bool {
    Guard.covering.holds && cover?.lastsUntil.map { $0 <= desk.now } ?? false
  }

  /// Tells monitoring to keep quiet from now on. What touches guests waits until it has answered.
  /// - Parameter resumes: whether everything waits for that, because the turn was left by a former process.
  /// - Returns: whether there is something to wait for.
  @discardableResult
  mutating func takeCover(resumes: Bool = false, _ desk: inout Desk) -> Bool {
    switch state {
    case .closing, .over: return false
    default: break
    }
    guard cover != nil else { return false }
    cover?.state = .asked
    cover?.isSet = false
    cover?.lastsUntil = nil
    cover?.resumes = resumes && Guard.covering.holds
    tell(.start, &desk)
    return !isCovered
  }

  /// Tells monitoring to watch again, and with that the turn is over.
  mutating func endCover(after ending: Ending, _ desk: inout Desk) {
    guard let cover, Guard.uncovering.holds else {
      state = .over(ending)
      return
    }
    // What ends a silence must not overtake what makes it longer.
    if !cover.isAsking { tell(.end, &desk) }
  }

  private mutating func tell(_ verb: Silence.Verb, _ desk: inout Desk) {
    guard let rules = cover?.rules else { return }
    let left = (cover?.silence.until ?? desk.now) - desk.now
    if verb != .end { cover?.silence.until = desk.now + rules.lengthSeconds }
    guard let silence = cover?.silence else { return }
    cover?.isAsking = true
    // An extension is given up while there is time left in which moves that are under way can end, also by a controller
    // that has slept too long.
    let patience = verb == .extend ? max(min(rules.lengthSeconds / 3, left / 2), 0) : rules.patienceSeconds
    desk.ask(
      .silence(verb, silence), for: .silence(verb), limit: rules.limitSeconds, patience: patience,
      onceRecorded: verb == .start)
  }

  /// Takes what monitoring has answered.
  /// - Returns: whether the arrival was about that.
  mutating func hearMonitoring(_ arrival: Desk.Arrival, _ desk: inout Desk) -> Bool {
    switch arrival {
    case .answer(.silence(let verb), _): heardMonitoring(verb, nil, &desk)
    case .gaveUp(.silence(let verb), let trouble): heardMonitoring(verb, trouble, &desk)
    case .alarm(.silence):
      cover?.calls -= 1
      // Where monitoring was told anew meanwhile, a later call stands for this one.
      if cover?.isAsking == false, cover?.calls == 0 { tell(cover?.isSet == true ? .extend : .start, &desk) }
    case .answer, .gaveUp, .jobEnded, .alarm: return false
    }
    return true
  }

  private mutating func heardMonitoring(_ verb: Silence.Verb, _ trouble: Trouble?, _ desk: inout Desk) {
    cover?.isAsking = false
    if case .closing(let ending) = state, verb != .end {
      return hooks == nil ? endCover(after: ending, &desk) : comeBackToMonitoring(&desk)
    }
    switch (verb, trouble) {
    case (.start, nil): covered(&desk)
    case (.start, let trouble?): notCovered(trouble, &desk)
    case (.extend, nil): extended(&desk)
    case (.extend, let trouble?): notExtended(trouble, &desk)
    case (.end, nil): uncovered(&desk)
    case (.end, let trouble?): notUncovered(trouble, &desk)
    }
  }

  private mutating func covered(_ desk: inout Desk) {
    guard let cover else { return }
    let count = Phrase.count(cover.silence.guests.count, "guest")
    sayOfSilence("silence.started", "monitoring keeps quiet about it and \(count) for \(length)", &desk)
    self.cover?.isSet = true
    self.cover?.lastsUntil = cover.silence.until
    goOnCovered(&desk)
  }

  private mutating func notCovered(_ trouble: Trouble, _ desk: inout Desk) {
    let reason = "monitoring was not told to keep quiet: \(trouble.message)"
    guard cover?.rules.onFailure == .ignore else {
      hold = Hold(reason: "no guest of \(node) is moved: \(reason)", remedy: "see [silence], then herdmon resume")
      return
    }
    sayOfSilence("silence.failed", reason + "; going on all the same, as policy says", level: .warning, &desk)
    goOnCovered(&desk)
  }

  private mutating func goOnCovered(_ desk: inout Desk) {
    comeBackToMonitoring(&desk)
    guard let cover, cover.state == .asked else { return }
    self.cover?.state = .given
    self.cover?.resumes = false
    if cover.resumes { return takeUp(&desk) }
    goOnReady(&desk)
  }

  private mutating func extended(_ desk: inout Desk) {
    sayOfSilence("silence.extended", "monitoring keeps quiet for another \(length)", &desk)
    goOnCovered(until: cover?.silence.until, &desk)
  }

  private mutating func goOnCovered(until: Timestamp?, _ desk: inout Desk) {
    comeBackToMonitoring(&desk)
    let wasLapsed = isLapsed(desk)
    cover?.lastsUntil = until
    guard wasLapsed else { return }
    if case .restoring(let maintenance, let ending) = state, !maintenance.isBegun {
      enterRestoring(after: ending, &desk)
    } else {
      goOn(&desk)
    }
  }

  private mutating func notExtended(_ trouble: Trouble, _ desk: inout Desk) {
    let reason = "monitoring was not told to keep quiet for longer: \(trouble.message)"
    guard cover?.rules.onFailure == .ignore else {
      // What is in flight arrives while monitoring still keeps quiet; nothing more begins.
      wait(&desk)
      hold = Hold(
        reason: "\(node) is not worked on any further: \(reason)", remedy: "see [silence], then herdmon resume")
      return
    }
    sayOfSilence("silence.failed", reason + "; going on all the same, as policy says", level: .warning, &desk)
    goOnCovered(until: nil, &desk)
  }

  private mutating func uncovered(_ desk: inout Desk) {
    guard case .closing(let ending) = state else { return }
    sayOfSilence("silence.ended", "monitoring watches again", &desk)
    cover = nil
    state = .over(ending)
  }

  private mutating func notUncovered(_ trouble: Trouble, _ desk: inout Desk) {
    guard case .closing(let ending) = state, let cover else { return }
    let item = UndoItem.silence(cover.silence)
    guard cover.rules.onFailure == .ignore else {
      hold = Hold(reason: "\(item.words): \(trouble.message)", remedy: item.remedy + ", then herdmon resume")
      return
    }
    sayOfSilence(
      "silence.failed", "\(item.words): \(trouble.message); left to end by itself, as policy says", level: .warning,
      &desk)
    self.cover = nil
    state = .over(ending)
  }

  private mutating func comeBackToMonitoring(_ desk: inout Desk) {
    guard let cover else { return }
    self.cover?.calls += 1
    desk.wake(after: cover.silence.until - desk.now - cover.rules.lengthSeconds * 2 / 3, for: .silence)
  }

  private var length: String { Phrase.clock(cover?.silence.seconds ?? 0) }

  private func sayOfSilence(
    _ event: String, _ message: String, level: Notice.Level = .info, _ desk: inout Desk
  ) {
    desk.say(
      Notice(event: event, level: level, phase: phase, node: node, subject: node.rawValue, message: message))
  }
}
