import Cluster

/// A whole run, decided without a clock and without I/O: events in, actions out.
///
/// Folding the same events gives the same machine, so a journal of events is all that a run needs to be taken up
/// again, replayed or examined.
///
/// A run is read in the order of its stages: `begin` here, the record (`RecordKeeper`), `openWork` and the hooks
/// (`+Hooks`), `fetch` and one turn after the other (`+Turns`), what a former process has left (`+TakeUp`, `+Undo`), the
/// last look (`+Ending`). It owns a `PassMachine` for each node whose turn it is; that owns a `MoveBatch` while guests
/// leave or come home; that a `MoveItem` for each guest. None of them asks or orders anything but through the `Desk`,
/// and a `Guard` holds always, but for rehearsals that prove what it is good for.
public struct RunMachine: Sendable {
  /// Where the run stands. Any stage can end the run: → `.ended`, by way of `.hooking(then: .end)` where a command is
  /// set for that end.
  enum Stage: Sendable {
    /// Nothing yet. → `.recording`, `.adopting`; without a record `.hooking`, `.fetching`, `.working`; `.finishing` when
    /// there is nothing to do.
    case idle
    /// The cluster is given its record of the run, before anything is touched. → `.hooking`, `.fetching`, `.working`.
    case recording
    /// The operator's commands are run. → `.fetching`, `.working`.
    indirect case hooking(HookQueue, then: AfterHooks)
    /// Jobs that a former process has left under way come to their end. → `.working`.
    case adopting(Adoption)
    /// All nodes refresh their package lists and download. → `.working`.
    case fetching(waitingFor: Set<JobID>)
    /// Nodes have their turns. → `.takingBack`, `.finishing`.
    case working(Work)
    /// What a former process has set on the cluster and no turn has taken back is taken back. → `.finishing`, `.ended`.
    case takingBack
    /// All turns are over: a last look at every guest. → `.ended`.
    case finishing(Surveys)
    /// The run is over.
    case ended(RunOutcome)
  }

  /// Turns under way. At most one node is being emptied, upgraded or restarted; the one before it may still be filling
  /// again, and only when it has filled may the next be upgraded.
  struct Work: Sendable {
    /// The turn of a node that is back and whose guests come home.
    var homecoming: PassMachine?
    /// What goes on besides.
    var turn: Turn
  }

  enum Turn: Sendable {
    /// All nodes are looked at afresh. → `.passing` with the next node, `.waiting`, or `.resting`.
    case surveying(Surveys)
    /// The next turn waits for something to end by itself. → `.surveying`.
    case waiting(Wait)
    /// One node's turn. → `.surveying`, `.soaking`, or, with its guests on their way home, it becomes the homecoming.
    case passing(PassMachine)
    /// The first restarted node has to prove itself before the next is begun. → `.surveying`.
    case soaking
    /// Nothing may begin before the homecoming is over. → `.surveying`.
    case resting
  }

  /// Answers gathered from all nodes.
  struct Surveys: Sendable {
    var waitingFor: Set<NodeName>
    var askedAt: Timestamp
    var answers: [NodeSurvey] = []
    var silent: [Node] = []
    /// What the look is to end, if the next turn waits for something.
    var wait: Wait?
    /// Whether it repeats a look that has become old.
    var isRepeated = false
  }

  var start: RunStart
  var stage: Stage = .idle
  var desk: Desk
  var startedAt: Timestamp
  var inventory: Inventory
  /// Where each guest belongs: where it was, or by another strategy than `home` where its last turn has put it.
  public internal(set) var homes: [GuestID: NodeName]
  var endings: [NodeName: PassMachine.Ending] = [:]
  var restarted: [NodeName] = []
  /// Guests that came home and are not well, with what is wrong.
  var unwell: [String] = []
  var movesDone = 0
  var stopReason: StopReason?
  /// Whether it begins nothing new until it is told to go on.
  public internal(set) var isPaused = false
  /// Set when the operator wants everything back: no further node is begun.
  var isAborted = false
  var held: PassMachine.Hold?
  /// Until when the first restarted node has to prove itself before the next is begun.
  var soakUntil: Timestamp?
  /// What the run as a whole has set on the cluster, and what a former process has set and no turn has taken over.
  var undo: [UndoItem] = []
  /// Turns that a former process has left, in the order in which they are taken up.
  var openTurns: [ClusterRecord.Turn] = []
  var keeper = RecordKeeper()
  /// Whether the driver was told that the run is over.
  var isAnnounced = false
  /// When it came to its end.
  var endedAt: Timestamp?
  /// Where the run stood when it ended; there it is taken up again.
  var resumable: Stage = .idle

  /// A machine that waits for `.began`.
  public init(_ start: RunStart, at time: Timestamp) {
    self.start = start
    inventory = start.inventory
    // A guest that a boot has started meanwhile is not one that ran when the run began.
    homes = start.takeUp?.record.homes ?? start.plan.homes
    startedAt = start.takeUp?.record.startedAt ?? time
    desk = Desk(timing: start.policy.timing, now: time)
  }

  /// Takes an event and answers with what is to be done. Events that no longer matter are ignored.
  public mutating func handle(_ event: RunEvent, at time: Timestamp) -> [RunAction] {
    if case .resumed = event { desk.beginTime(at: time) }
    desk.setTime(time)
    switch event {
    case .began: start.takeUp == nil ? begin() : takeUp()
    case .resumed(let deadline):
      start.deadline = deadline
      resume()
    case .steered(let steering): steer(steering)
    case .answered, .unanswered, .woke:
      for delivery in desk.receive(event) {
        keeper.receive(delivery.arrival, &desk)
        hearOthers(delivery.arrival)
        receive(delivery)
      }
    }
    tendRecord()
    return desk.takeActions()
  }

  /// How the run ended; nil while it goes on.
  public var outcome: RunOutcome? {
    if case .ended(let outcome) = stage { outcome } else { nil }
  }

  /// Nodes of the cluster.
  public var memberCount: Int { inventory.nodes.count }

  var policy: Policy { start.policy }

  var workingNodes: [NodeName] { start.plan.passes.map(\.node) }

  /// Turns under way, the older one first.
  var passes: [PassMachine] {
    guard case .working(let work) = lastStage else { return [] }
    return work.passes
  }

  // MARK: Begin and resume

  mutating func begin() {
    let guests = start.inventory.guests.filter { !$0.isTemplate }
    let containers = guests.count { $0.kind == .container }
    let machines = guests.count - containers
    let what = [
      Phrase.count(start.inventory.nodes.count, "node"), Phrase.count(containers, "container"),
      Phrase.count(machines, "VM"),
    ].joined(separator: ", ")
    say("run.started", "run \(start.id): \(what); order \(workingNodes.map(\.rawValue).joined(separator: ", "))")
    for warning in start.plan.warnings { say("run.warning", warning.message, level: .warning) }
    guard !workingNodes.isEmpty else { return finish() }
    if policy.record == .none { openWork() } else { stage = .recording }
  }

  /// All that can be prepared for is; then nodes have their turns.
  mutating func beginWork() {
    if start.scope.upgrades { fetch() } else { survey() }
  }

  mutating func resume() {
    stage = lastStage
    guard stage.isBegun else { return start.takeUp == nil ? begin() : takeUp() }
    isAnnounced = false
    keeper.forget()
    stopReason = nil
    isPaused = false
    held = nil
    desk.forget()
    say("run.resumed", "run \(start.id) is taken up again")
    switch stage {
    case .idle, .recording: break
    case .hooking(let hooks, let next): runHooks(hooks, then: next)
    case .adopting: adopt()
    case .fetching: fetch()
    case .working(var work):
      for pass in work.passes {
        var pass = pass
        RunMachine.speak(&pass, &desk) { $0.resume(&$1) }
        work.put(pass)
      }
      stage = .working(work)
      switch work.turn {
      case .surveying, .soaking, .waiting: surveyWhenSoaked()
      case .passing, .resting: settle()
      }
    case .takingBack, .finishing, .ended: finish()
    }
  }

  mutating func survey() {
    stage = .working(Work(homecoming: homecoming, turn: .surveying(askAll())))
  }

  var homecoming: PassMachine? {
    if case .working(let work) = stage { work.homecoming } else { nil }
  }

  mutating func askAll() -> Surveys {
    Surveys(of: start.inventory, timing: policy.timing, &desk)
  }

  /// Repeats a look that has become old. Whoever was waited for in vain is asked once more, and not waited for.
  mutating func askAll(after old: Surveys) -> Surveys {
    var known = start.inventory
    let silent = Set(old.silent.map(\.name))
    for index in known.nodes.indices where silent.contains(known.nodes[index].name) {
      known.nodes[index].isOnline = false
    }
    var surveys = Surveys(of: known, timing: policy.timing, &desk)
    surveys.wait = old.wait
    surveys.isRepeated = true
    return surveys
  }

  // MARK: Arrivals

  /// Lets a turn speak: what it asks comes back to it.
  static func speak(
    _ pass: inout PassMachine, _ desk: inout Desk, _ body: (inout PassMachine, inout Desk) -> Void
  ) {
    desk.owner = pass.node
    body(&pass, &desk)
    desk.owner = nil
  }

  mutating func receive(_ delivery: Desk.Delivery) {
    switch stage {
    case .recording: recordStep()
    case .hooking(let hooks, let next):
      if delivery.owner == nil { hookStep(hooks, then: next, delivery.arrival) }
    case .adopting(let adoption): adoptStep(adoption, delivery.arrival)
    case .fetching(let waiting): fetchStep(waiting, delivery.arrival)
    case .working(let work): receive(delivery, work)
    case .takingBack: takeBackStep(delivery.arrival)
    case .finishing(let surveys): finishStep(surveys, delivery.arrival)
    case .idle, .ended: break
    }
  }

  private mutating func receive(_ delivery: Desk.Delivery, _ work: Work) {
    var work = work
    guard let owner = delivery.owner else { return receiveOwn(delivery.arrival, work) }
    // A move that ends makes room for the other turn's as well.
    for index in work.passes.indices {
      var pass = work.passes[index]
      RunMachine.speak(&pass, &desk) { pass, desk in
        if pass.node == owner { pass.receive(delivery.arrival, &desk) } else { pass.pump(&desk) }
      }
      work.put(pass)
    }
    stage = .working(work)
    settle()
  }

  private mutating func receiveOwn(_ arrival: Desk.Arrival, _ work: Work) {
    switch work.turn {
    case .surveying(let surveys):
      guard let surveys = gather(surveys, arrival) else { return }
      stage = .working(Work(homecoming: work.homecoming, turn: .surveying(surveys)))
      guard surveys.waitingFor.isEmpty else { return }
      guard !surveys.isOld(at: desk.now) else {
        stage = .working(Work(homecoming: work.homecoming, turn: .surveying(askAll(after: surveys))))
        return
      }
      surveyed(surveys)
    case .soaking:
      guard arrival == .alarm(.soaked) else { return }
      survey()
    case .waiting(let wait): waitStep(wait, arrival)
    case .passing, .resting: break
    }
  }

  func gather(_ surveys: Surveys, _ arrival: Desk.Arrival) -> Surveys? {
    var surveys = surveys
    return surveys.take(arrival, known: start.inventory, at: desk.now) ? surveys : nil
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
    inventory = surveys.inventory(known: start.inventory, at: desk.now)
  }

  /// Places of guests, newer than the inventory where this run moved them.
  var knownPlaces: [GuestID: NodeName] {
    var places = inventory.guests.reduce(into: [GuestID: NodeName]()) { $0[$1.id] = $1.node }
    for pass in passes {
      for guest in pass.ownGuests { places[guest] = pass.places[guest] ?? places[guest] }
    }
    return places
  }

  /// Where the run stands, or stood when it came to its end.
  var lastStage: Stage {
    switch stage {
    case .ended, .hooking(_, then: .end): resumable
    default: stage
    }
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

extension RunMachine.Work {
  /// The older turn first.
  var passes: [PassMachine] {
    var passes = homecoming.map { [$0] } ?? []
    if case .passing(let pass) = turn { passes.append(pass) }
    return passes
  }

  /// Puts a turn back where it came from.
  mutating func put(_ pass: PassMachine) {
    if homecoming?.node == pass.node {
      homecoming = pass
    } else if case .passing(let other) = turn, other.node == pass.node {
      turn = .passing(pass)
    }
  }
}
