import Cluster

/// A whole run, decided without a clock and without I/O: events in, actions out.
///
/// Folding the same events gives the same machine, so a journal of events is all that a run needs to be taken up
/// again, replayed or examined.
public struct RunMachine: Sendable {
  /// Where the run stands.
  enum Stage: Sendable {
    /// Nothing yet. → `.fetching`, or `.ended` when there is nothing to do.
    case idle
    /// All nodes refresh their package lists and download. → `.surveying`.
    case fetching(waitingFor: Set<JobID>)
    /// All nodes are looked at afresh. → `.passing` with the next node, `.waiting`, or `.finishing`.
    case surveying(Surveys)
    /// The next turn waits for something to end by itself. → `.surveying`.
    case waiting(Wait)
    /// One node's turn. → `.surveying`.
    case passing(PassMachine)
    /// All turns are over: a last look at every guest. → `.ended`.
    case finishing(Surveys)
    /// The run is over.
    case ended(RunOutcome)
  }

  /// Answers gathered from all nodes.
  struct Surveys: Sendable {
    var waitingFor: Set<NodeName>
    var answers: [NodeSurvey] = []
    var silent: [Node] = []
    /// What the look is to end, if the next turn waits for something.
    var wait: Wait?
  }

  var start: RunStart
  var stage: Stage = .idle
  var desk: Desk
  var startedAt: Timestamp
  var inventory: Inventory
  var homes: [GuestID: NodeName]
  var endings: [NodeName: PassMachine.Ending] = [:]
  var restarted: [NodeName] = []
  /// Guests that came home and are not well, with what is wrong.
  var unwell: [String] = []
  var movesDone = 0
  var stopReason: StopReason?
  var isPaused = false
  var held: PassMachine.Hold?
  /// Where the run stood when it ended; there it is taken up again.
  var resumable: Stage = .idle

  /// A machine that waits for `.began`.
  public init(_ start: RunStart, at time: Timestamp) {
    self.start = start
    inventory = start.inventory
    homes = start.plan.homes
    startedAt = time
    desk = Desk(timing: start.policy.timing, now: time)
  }

  /// Takes an event and answers with what is to be done. Events that no longer matter are ignored.
  public mutating func handle(_ event: RunEvent, at time: Timestamp) -> [RunAction] {
    if case .resumed = event { desk.beginTime(at: time) }
    desk.setTime(time)
    switch event {
    case .began: begin()
    case .resumed: resume()
    case .steered(let steering): steer(steering)
    case .answered, .unanswered, .woke:
      for arrival in desk.receive(event) { receive(arrival) }
    }
    return desk.takeActions()
  }

  /// How the run ended; nil while it goes on.
  public var outcome: RunOutcome? {
    if case .ended(let outcome) = stage { outcome } else { nil }
  }

  var policy: Policy { start.policy }

  var workingNodes: [NodeName] { start.plan.passes.map(\.node) }

  // MARK: Begin and resume

  mutating func begin() {
    let containers = start.inventory.guests.count { $0.kind == .container }
    let machines = start.inventory.guests.count - containers
    let what = [
      Phrase.count(start.inventory.nodes.count, "node"), Phrase.count(containers, "container"),
      Phrase.count(machines, "VM"),
    ].joined(separator: ", ")
    say("run.started", "run \(start.id): \(what); order \(workingNodes.map(\.rawValue).joined(separator: ", "))")
    for warning in start.plan.warnings { say("run.warning", warning.message, level: .warning) }
    guard !workingNodes.isEmpty else { return finish() }
    fetch()
  }

  mutating func resume() {
    if case .ended = stage { stage = resumable }
    guard stage.isBegun else { return begin() }
    stopReason = nil
    isPaused = false
    held = nil
    desk.forget()
    say("run.resumed", "run \(start.id) is taken up again")
    switch stage {
    case .idle: break
    case .fetching: fetch()
    case .surveying, .waiting: survey()
    case .passing(var pass):
      pass.resume(&desk)
      settle(pass)
    case .finishing, .ended: finish()
    }
  }

  mutating func fetch() {
    say("run.fetching", "refreshing package lists and downloading on \(Phrase.count(workingNodes.count, "node"))")
    var jobs: Set<JobID> = []
    for node in workingNodes {
      let job = JobID("fetch-\(node)".lowercased())
      jobs.insert(job)
      desk.start(job, .fetchPackages, on: node, phase: nil, subject: node.rawValue)
      desk.wake(after: policy.timing.upgradeMaxSeconds, for: .overdue(job))
    }
    stage = .fetching(waitingFor: jobs)
  }

  mutating func survey() {
    stage = .surveying(askAll())
  }

  mutating func askAll() -> Surveys {
    let names = start.inventory.nodes.map(\.name)
    for name in names {
      // A node that was away when the run was planned is asked, not waited for.
      let isExpected = start.inventory.node(name)?.isOnline != false
      desk.ask(
        name, .survey, for: .survey(name), limit: policy.timing.answerSeconds * 3, patience: isExpected ? nil : 0)
    }
    return Surveys(waitingFor: Set(names))
  }

  // MARK: Arrivals

  mutating func receive(_ arrival: Desk.Arrival) {
    switch stage {
    case .fetching(let waiting): fetchStep(waiting, arrival)
    case .surveying(let surveys):
      guard let surveys = gather(surveys, arrival) else { return }
      stage = .surveying(surveys)
      if surveys.waitingFor.isEmpty { surveyed(surveys) }
    case .waiting(let wait): waitStep(wait, arrival)
    case .passing(var pass):
      pass.receive(arrival, &desk)
      settle(pass)
    case .finishing(let surveys):
      guard let surveys = gather(surveys, arrival) else { return }
      stage = .finishing(surveys)
      if surveys.waitingFor.isEmpty { finished(surveys) }
    case .idle, .ended: break
    }
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
    case .exited(0, _, _): say("node.fetched", "packages are downloaded", subject: subject, node: node)
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

  private func gather(_ surveys: Surveys, _ arrival: Desk.Arrival) -> Surveys? {
    var surveys = surveys
    switch arrival {
    case .answer(.survey(let node), .survey(let survey)):
      surveys.waitingFor.remove(node)
      surveys.answers.append(survey)
    case .gaveUp(.survey(let name), let trouble):
      surveys.waitingFor.remove(name)
      var node = Node(name: name, address: start.inventory.node(name)?.address ?? name.rawValue)
      node.problems = [trouble.message]
      surveys.silent.append(node)
    case .answer, .gaveUp, .jobEnded, .alarm: return nil
    }
    return surveys
  }

  mutating func refresh(_ surveys: Surveys) {
    guard !surveys.answers.isEmpty else {
      // Nobody answers: what was known is no longer what is.
      for index in inventory.nodes.indices {
        inventory.nodes[index].isOnline = false
        inventory.nodes[index].problems =
          surveys.silent.first { $0.name == inventory.nodes[index].name }?.problems ?? []
      }
      return
    }
    inventory = Inventory(
      merging: surveys.answers.sorted { $0.node.name < $1.node.name }, silent: surveys.silent,
      backupServers: start.inventory.backupServers, takenAt: desk.now)
    for index in inventory.nodes.indices {
      // The address is the one that herdmon was given, which the node itself can't know.
      inventory.nodes[index].address =
        start.inventory.node(inventory.nodes[index].name)?.address ?? inventory.nodes[index].address
    }
  }

  // MARK: Passes

  /// Plans the next turn on what is now, not on what was when the run began.
  mutating func surveyed(_ surveys: Surveys) {
    refresh(surveys)
    if stopReason != nil { return endStopped() }
    guard let name = workingNodes.first(where: { endings[$0] == nil }), let node = inventory.node(name) else {
      return finish()
    }
    let draft = Planner.pass(
      on: node, scope: start.scope, policy: policy, inventory: inventory, homes: homes, forecast: Forecast())
    let found = draft.found + Checks.beforeRun([draft.pass], in: inventory, policy: policy)
    if let first = found.blockers.first {
      for blocker in found.blockers { say("run.blocked", blocker.message, level: .error, node: blocker.node) }
      held = PassMachine.Hold(reason: first.message, remedy: first.remedy)
      return endHeld()
    }
    guard draft.pass.action != .skip else {
      for warning in found.warnings { say("run.warning", warning.message, level: .warning, node: name) }
      say(
        "node.skipped", "skipped: \(draft.pass.reason)", level: draft.isStuck ? .warning : .info,
        subject: name.rawValue, node: name)
      endings[name] = draft.isStuck ? .skipped(draft.pass.reason) : .done(restarted: false)
      return surveyed(surveys)
    }
    guard found.waits.isEmpty else { return wait(for: found.waits, before: node, surveys) }
    if let wait = surveys.wait(before: name) { goOn(after: wait) }
    var timed = draft
    timed.pass = Planner.timed(Plan(passes: [draft.pass]), policy: policy, forecast: Forecast()).passes[0]
    say(
      "pass.started",
      draft.pass.action == .restart ? "begins: \(draft.pass.reason)" : "updates in place: \(draft.pass.reason)",
      subject: name.rawValue, node: name)
    var pass = PassMachine(draft: timed, inventory: inventory, homes: homes, policy: policy, now: desk.now)
    pass.begin(isWaiting: isPaused, &desk)
    settle(pass)
  }

  mutating func settle(_ pass: PassMachine) {
    stage = .passing(pass)
    if let hold = pass.hold {
      held = hold
      return endHeld()
    }
    if case .over(let ending) = pass.state { return settle(pass, ending) }
    if stopReason != nil, pass.isQuiet { endStopped() }
  }

  private mutating func settle(_ pass: PassMachine, _ ending: PassMachine.Ending) {
    endings[pass.node] = ending
    movesDone += pass.movesDone
    if ending == .done(restarted: true) { restarted.append(pass.node) }
    for index in inventory.guests.indices {
      let id = inventory.guests[index].id
      inventory.guests[index].node = pass.places[id] ?? inventory.guests[index].node
      if let failure = pass.lacks[id], !failure.isRunning { inventory.guests[index].status = .unknown }
    }
    var mayGoOn = true
    switch ending {
    case .done(let restarted):
      let took = Phrase.clock(desk.now - pass.since)
      say(
        "pass.finished", (restarted ? "restarted, " : "") + "done in \(took)", subject: pass.node.rawValue,
        node: pass.node)
    case .skipped(let reason), .failed(let reason):
      let lack = pass.action == .update ? "not updated" : "not restarted"
      say("pass.finished", "\(lack): \(reason)", level: .error, subject: pass.node.rawValue, node: pass.node)
      // A node that failed by itself says something about the packages: the next one is not put at risk.
      if case .failed = ending { mayGoOn = false }
    }
    if let reason = pass.unwell {
      unwell.append(reason)
      mayGoOn = false
    }
    guard stopReason == nil else {
      // The turn is counted and over; the run is taken up at what follows it.
      stage = mayGoOn ? .surveying(Surveys(waitingFor: [])) : .finishing(Surveys(waitingFor: []))
      return endStopped()
    }
    mayGoOn ? survey() : finish()
  }

  /// Places of guests, newer than the inventory where this run moved them.
  var knownPlaces: [GuestID: NodeName] {
    var places = inventory.guests.reduce(into: [GuestID: NodeName]()) { $0[$1.id] = $1.node }
    if case .passing(let pass) = lastStage { places.merge(pass.places) { _, new in new } }
    return places
  }

  /// Where the run stands, or stood when it ended.
  var lastStage: Stage {
    if case .ended = stage { resumable } else { stage }
  }

  mutating func say(
    _ event: String, _ message: String, level: Notice.Level = .info, subject: String = "cluster",
    node: NodeName? = nil, guest: GuestID? = nil
  ) {
    desk.say(Notice(event: event, level: level, node: node, guest: guest, subject: subject, message: message))
  }
}

extension RunMachine.Stage {
  var isBegun: Bool {
    if case .idle = self { false } else { true }
  }
}
