import Cluster

/// Turn after turn: who is next, when it may begin, and what follows when it is over.
extension RunMachine {
  // MARK: Fetching

  /// On all of them, also where nothing is pending yet: lists that are old know of nothing new. What is done to a node
  /// is decided anew when its turn comes.
  mutating func fetch() {
    let nodes = workingNodes.filter { start.inventory.node($0)?.isOnline == true }
    guard !nodes.isEmpty else { return survey() }
    say("run.fetching", "refreshing package lists and downloading on \(Phrase.count(nodes.count, "node"))")
    var jobs: Set<JobID> = []
    for node in nodes {
      let job = JobID("fetch-\(node)".lowercased())
      jobs.insert(job)
      desk.start(job, .fetchPackages, on: node, phase: nil, subject: node.rawValue)
      desk.wake(after: policy.timing.upgradeMaxSeconds, for: .overdue(job))
    }
    stage = .fetching(waitingFor: jobs)
  }

  mutating func fetchStep(_ waiting: Set<JobID>, _ arrival: Desk.Arrival) {
    let job: JobID
    let end: Desk.JobEnd?
    switch arrival {
    case .jobEnded(let ended, let how): (job, end) = (ended, how)
    case .alarm(.overdue(let late)): (job, end) = (late, nil)
    case .answer, .gaveUp, .alarm: return
    }
    guard waiting.contains(job) else { return }
    let node = workingNodes.first { "fetch-\($0)".lowercased() == job.rawValue }
    let subject = node?.rawValue ?? "cluster"
    switch end {
    case nil:
      say(
        "node.fetch-failed", "the download has not ended after \(Phrase.clock(policy.timing.upgradeMaxSeconds))",
        level: .warning, subject: subject, node: node)
    case .exited(0, let output, let errors):
      // Which repository gave nothing, such as the enterprise one without a subscription.
      for warning in UpgradeLog.warnings(in: output + errors) {
        say("node.fetch-warning", warning, level: .warning, subject: subject, node: node)
      }
      say("node.fetched", "packages are downloaded", subject: subject, node: node)
    case .exited(let exit, let output, let errors):
      let reason = UpgradeLog.reason(output: output, errors: errors)
      say(
        "node.fetch-failed", "could not download all packages (exit \(exit)): \(reason)", level: .warning,
        subject: subject, node: node)
    case .refused(let trouble), .lost(let trouble):
      say("node.fetch-failed", "could not download: \(trouble.message)", level: .warning, subject: subject, node: node)
    case .gone:
      say("node.fetch-failed", "the download vanished", level: .warning, subject: subject, node: node)
    }
    let left = waiting.subtracting([job])
    stage = .fetching(waitingFor: left)
    if left.isEmpty { stopReason == nil ? survey() : endStopped() }
  }

  // MARK: Begin a turn

  /// The node whose turn is next; nil when there is none, or no further one may begin.
  private var nextNode: Node? {
    guard mayBegin, let name = openTurn?.node ?? workingNodes.first(where: { isToCome($0) }) else { return nil }
    return inventory.node(name)
  }

  func isToCome(_ node: NodeName) -> Bool { endings[node] == nil && !passes.contains { $0.node == node } }

  /// A turn that a former process has begun and that goes on before any other; nil when there is none.
  private var openTurn: ClusterRecord.Turn? { start.takeUp == nil ? nil : openTurns.first }

  /// A node that failed by itself says something about the packages: the next one is not put at risk.
  private var mayBegin: Bool {
    let failed = endings.values.count { if case .failed = $0 { true } else { false } }
    return !isAborted && stopReason == nil && unwell.isEmpty && failed <= policy.failedNodesMax
  }

  /// Plans the next turn on what is now, not on what was when the run began.
  mutating func surveyed(_ surveys: Surveys) {
    refresh(surveys)
    if stopReason == nil, homecoming == nil, let pass = nextTurnTakenUp() { return passTakenUp(pass) }
    guard let node = nextNode else { return rest() }
    suspendOthers()
    var home = homecoming
    home?.cede(node.name)
    let draft = draft(of: node, beside: home)
    let found = draft.found
    guard home == nil else {
      // What speaks against it now may not when everyone is home.
      guard found.blockers.isEmpty, found.waits.isEmpty, draft.pass.action == .restart,
        !exceedsDeadline(draft.pass, beside: home)
      else { return rest() }
      return begin(draft, beside: home)
    }
    if looksAgain(for: found.blockers, before: node, surveys) { return }
    if let first = found.blockers.first {
      for blocker in found.blockers { say("run.blocked", blocker.message, level: .error, node: blocker.node) }
      held = PassMachine.Hold(reason: first.message, remedy: first.remedy)
      return endHeld()
    }
    guard draft.pass.action != .skip else {
      for warning in found.warnings { say("run.warning", warning.message, level: .warning, node: node.name) }
      say(
        "node.skipped", "skipped: \(draft.pass.reason)", level: draft.isStuck ? .warning : .info,
        subject: node.name.rawValue, node: node.name)
      return leaveOut(node, draft.isStuck ? .skipped(draft.pass.reason) : .done(restarted: false), surveys)
    }
    guard found.waits.isEmpty else { return wait(for: found.waits, before: node, surveys) }
    if let wait = surveys.wait(before: node.name) { goOn(after: wait) }
    guard !exceedsDeadline(draft.pass, beside: nil) else {
      stopReason = .deadline
      say("run.deadline", "\(node.name) can't be finished in time, so it is not begun", level: .warning)
      return endStopped()
    }
    begin(draft, beside: nil)
  }

  /// No turn for that node; of one that a former process has begun there, the way home is left.
  mutating func leaveOut(_ node: Node, _ ending: PassMachine.Ending, _ surveys: Surveys) {
    if openTurn != nil { return passTakenUp(homecoming(to: node, after: ending)) }
    endings[node.name] = ending
    surveyed(surveys)
  }

  private mutating func passTakenUp(_ pass: PassMachine) {
    stage = .working(Work(homecoming: nil, turn: .passing(pass)))
    settle()
  }

  /// Whether a turn would not be over in time. It goes on from its drain only when the one before it has ended.
  private func exceedsDeadline(_ pass: Plan.Pass, beside home: PassMachine?) -> Bool {
    let drained = pass.phaseSeconds[.drain] ?? 0
    let behind = max((home?.batch?.secondsLeft(at: desk.now) ?? 0) - drained, 0)
    return start.deadline.map { desk.now + pass.seconds + behind > $0 } ?? false
  }

  /// The turn of a node with all that speaks against it now.
  /// - Parameter home: the turn whose guests still come home, less those that are to leave this node: they are this
  ///   turn's.
  private func draft(of node: Node, beside home: PassMachine?) -> Planner.Draft {
    var cluster = PlannedCluster(inventory: inventory.without(undo), homes: homes, policy: policy)
    var around = Placement.Surroundings(done: restarted)
    around.upcoming = workingNodes.filter { isToCome($0) && $0 != node.name && willBeEmptied($0) }
    if let home {
      let items = home.batch?.items ?? []
      let (coming, own) = (Set(items.filter { !$0.isOver }.map(\.move.guest)), Set(items.map(\.move.guest)))
      around.arriving = inventory.guests.filter { coming.contains($0.id) }.map { guest in
        var guest = guest
        guest.node = home.node
        return guest
      }
      around.done.append(home.node)
      // Not sooner: rules bind the others to those on their way as well.
      cluster.inventory.guests.removeAll { coming.contains($0.id) }
      for index in cluster.inventory.nodes.indices {
        // A move that is over now may have been under way when its node was asked.
        cluster.inventory.nodes[index].tasks.removeAll { task in
          task.guest.map { coming.contains($0) || (own.contains($0) && RunningTasks.isMove(task)) } ?? false
        }
      }
    }
    let node = cluster.inventory.node(node.name) ?? node
    // What was begun is done: that nothing may be pending any more is the run's own doing.
    let scope = openTurn?.action == .restart ? RunScope.reboot([node.name]) : start.scope
    var draft = Planner.pass(
      on: node, of: cluster, scope: scope, policy: policy, forecast: start.forecast, around: around)
    if openTurn != nil {
      draft.pass.return += movesHome(to: node.name, but: draft.pass.return)
      draft.pass.managed += managedHome(to: node.name, but: draft.pass.managed)
    }
    draft.found += Checks.beforeRun([draft.pass], in: inventory, policy: policy)
    // What was begun is finished, and a node that is left out is changed in nothing.
    if openTurn == nil, !draft.isStuck {
      let upcoming = Set(workingNodes.filter(isToCome))
      draft.found.blockers += policy.drift(to: draft.pass, upcoming: upcoming, in: inventory)
    }
    draft.pass =
      Planner.timed(Plan(passes: [draft.pass]), scope: start.scope, policy: policy, forecast: start.forecast).passes[0]
    return draft
  }

  private mutating func begin(_ draft: Planner.Draft, beside home: PassMachine?) {
    let node = draft.pass.node
    let words =
      switch draft.pass.action {
      case .restart, .skip: "begins: \(draft.pass.reason)"
      case .update: "updates in place: \(draft.pass.reason)"
      case .drain: "is emptied: \(draft.pass.reason)"
      case .return: "gets its guests back: \(draft.pass.reason)"
      }
    say("pass.started", words, subject: node.rawValue, node: node)
    for warning in draft.found.warnings where !start.plan.warnings.contains(where: { $0.isSame(as: warning) }) {
      say("run.warning", warning.message, level: .warning, node: warning.node, guest: warning.guest)
    }
    var pass = PassMachine(
      draft: draft, inventory: inventory, homes: homes, policy: policy, forecast: start.forecast, now: desk.now)
    pass.isGated = home != nil
    bequeath(to: &pass)
    cover(&pass)
    if openTurn != nil { for move in pass.plannedReturn { pass.lacks[move.guest] = move.downtime } }
    RunMachine.speak(&pass, &desk) { [isPaused] in $0.begin(isWaiting: isPaused, &$1) }
    stage = .working(Work(homecoming: home, turn: .passing(pass)))
    settle()
  }

  /// Nothing is to be begun, or not yet.
  private mutating func rest() {
    guard let home = homecoming else { return stopReason == nil ? finish() : endStopped() }
    stage = .working(Work(homecoming: home, turn: .resting))
    settle()
  }

  // MARK: Go on

  /// Looks what follows from where the turns stand.
  mutating func settle() {
    guard case .working(let work) = stage else { return }
    openTurns.removeAll { turn in work.passes.contains { $0.node == turn.node } }
    if held == nil { held = work.passes.compactMap(\.hold).first }
    if held != nil { return settleHeld(work) }
    if let home = work.homecoming, case .over(let ending) = home.state {
      stage = .working(Work(homecoming: nil, turn: work.turn))
      close(home, ending)
      openGate(after: home)
    }
    settleTurn()
    guard stopReason != nil, case .working(let work) = stage, work.passes.allSatisfy(\.isQuiet) else { return }
    endStopped()
  }

  private mutating func settleTurn() {
    guard case .working(let work) = stage else { return }
    switch work.turn {
    case .passing(let pass):
      if case .over(let ending) = pass.state {
        stage = .working(Work(homecoming: work.homecoming, turn: .resting))
        close(pass, ending)
        if work.homecoming == nil { goOn() }
      } else if mayOverlap(pass, work) {
        stage = .working(Work(homecoming: pass, turn: .surveying(askAll())))
      }
    case .resting where work.homecoming == nil: goOn()
    case .resting, .waiting, .surveying, .soaking: break
    }
  }

  /// A node that was just proved to be back takes its guests home while the next is emptied.
  private func mayOverlap(_ pass: PassMachine, _ work: Work) -> Bool {
    guard policy.overlaps, start.takeUp == nil, work.homecoming == nil,
      case .returning(_, .done(restarted: true)) = pass.state
    else {
      return false
    }
    let soaks = policy.soakSeconds > 0 && restarted.isEmpty
    return !soaks && !isPaused && mayBegin
      && workingNodes.contains { isToCome($0) && willBeEmptied($0) }
  }

  /// By what is known now: the lists that were refreshed since the plan may have brought something.
  private func willBeEmptied(_ name: NodeName) -> Bool {
    guard let node = inventory.node(name) else { return false }
    return [.restart, .drain].contains(PassAction.decide(for: node, scope: start.scope, policy: policy).0)
  }

  /// All is home that was to come home: the next node, a pause before it, or the end.
  private mutating func goOn() {
    if held != nil { return endHeld() }
    guard stopReason == nil else {
      // The turn is counted and over; the run is taken up at what follows it.
      stage = .working(Work(homecoming: nil, turn: .surveying(Surveys(waitingFor: [], askedAt: desk.now))))
      return endStopped()
    }
    guard mayBegin, start.takeUp != nil || workingNodes.contains(where: isToCome) else { return finish() }
    surveyWhenSoaked()
  }

  /// Looks for the next turn when the first restarted node has proved itself for long enough, whatever came between.
  mutating func surveyWhenSoaked() {
    guard let soakUntil, soakUntil > desk.now else { return survey() }
    let left = soakUntil - desk.now
    say("run.soaking", "waiting \(Phrase.clock(left)) to see how \(restarted[0]) does")
    desk.wake(after: left, for: .soaked)
    stage = .working(Work(homecoming: nil, turn: .soaking))
  }

  private mutating func openGate(after home: PassMachine) {
    guard case .working(var work) = stage, case .passing(var pass) = work.turn else { return }
    let stuck = home.lacks.keys.sorted().first { home.lacks[$0]?.isRunning == true && home.places[$0] == pass.node }
    RunMachine.speak(&pass, &desk) { pass, desk in
      if let stuck { pass.abandon(because: "guest \(stuck) of \(home.node) could not leave it", &desk) }
      if let unwell = home.unwell { pass.abandon(because: unwell, &desk) }
      pass.openGate(&desk)
    }
    work.turn = .passing(pass)
    stage = .working(work)
  }

  /// A human is needed: nothing new begins anywhere, and what is in flight is awaited.
  private mutating func settleHeld(_ work: Work) {
    var work = work
    for pass in work.passes where pass.hold == nil && !pass.isWaiting {
      var pass = pass
      RunMachine.speak(&pass, &desk) { $0.wait(&$1) }
      work.put(pass)
    }
    stage = .working(work)
    if work.passes.allSatisfy(\.isQuiet) { endHeld() }
  }

  /// Takes the results of a turn that is over into the run's books.
  private mutating func close(_ pass: PassMachine, _ ending: PassMachine.Ending) {
    endings[pass.node] = ending
    movesDone += pass.movesDone
    if let reason = pass.unwell { unwell.append(reason) }
    if ending == .done(restarted: true) {
      restarted.append(pass.node)
      if restarted.count == 1, policy.soakSeconds > 0 { soakUntil = desk.now + policy.soakSeconds }
    }
    let own = pass.ownGuests
    for index in inventory.guests.indices where own.contains(inventory.guests[index].id) {
      let id = inventory.guests[index].id
      inventory.guests[index].node = pass.places[id] ?? inventory.guests[index].node
      if let failure = pass.lacks[id], !failure.isRunning { inventory.guests[index].status = .unknown }
    }
    if case .done = ending, pass.action == .drain || start.plan.strategy != .home {
      // Where they are now is where they were to be.
      for move in pass.plannedDrain { homes[move.guest] = pass.places[move.guest] ?? homes[move.guest] }
    }
    switch ending {
    case .done(let restarted):
      let took = Phrase.clock(desk.now - pass.since)
      say(
        "pass.finished", (restarted ? "restarted, " : "") + "done in \(took)", subject: pass.node.rawValue,
        node: pass.node)
    case .skipped(let reason), .failed(let reason):
      let lack = pass.action == .update ? "not updated" : pass.action == .drain ? "not empty" : "not restarted"
      say("pass.finished", "\(lack): \(reason)", level: .error, subject: pass.node.rawValue, node: pass.node)
    }
    let lost = Strays.known(homes: homes, places: knownPlaces, lacks: pass.lacks, inventory: inventory).count
    if let limit = policy.failedGuestsMax, lost > limit, held == nil {
      held = PassMachine.Hold(
        reason: "\(Phrase.count(lost, "guest")) not home or not running, \(limit) may be",
        remedy: "put them right, then herdmon resume")
    }
  }
}
