import Cluster

/// One node's turn: drain, update, reboot, return. It decides; the desk asks.
struct PassMachine: Sendable {
  /// Where the turn stands. Every turn begins in `.draining`, whatever is to be done.
  ///
  /// *Homewards* is `.unflagging`, `.restoring` or `.returning`, the first of them that has anything to do.
  enum State: Sendable {
    /// The HA stack moves its guests away. → `.draining`, or homewards when it can't.
    case emptying(Maintenance, then: MoveBatch)
    /// Guests leave. → `.emptying`, `.updating`, `.confirming` when newcomers have left; homewards when one can't;
    /// `.closing` where no more was wanted.
    case draining(MoveBatch)
    /// Guests have come behind our back: all nodes are looked at, for the node to be emptied of them too. →
    /// `.draining`, `.confirming`, or homewards.
    case clearing(RunMachine.Surveys)
    /// Packages are upgraded. → `.surveying`; homewards or `.closing` when that fails.
    case updating(JobID)
    /// The node is asked what the upgrade left. → `.flagging`, `.confirming`; homewards; `.closing` when no restart is
    /// wanted.
    case surveying
    /// Ceph is told that the node comes back. → `.confirming`.
    case flagging
    /// The node must be empty and the others quorate, seen afresh. → `.rebooting`, `.clearing`, or homewards.
    case confirming(Confirmation)
    /// The order to reboot is given. A changed boot id and a whole chain of proof → `.quieting`, homewards; refused →
    /// homewards; lost → `.confirming`.
    case rebooting(Reboot)
    /// Guests that were stopped and that the boot has started are shut down again. → homewards, or `.rebooting` once
    /// more where another kernel runs.
    case quieting(Reboot, waitingFor: Set<JobID>)
    /// What Ceph was told is taken back. → `.restoring`, `.returning`.
    case unflagging(after: Ending)
    /// The HA stack brings its guests back. → `.returning`.
    case restoring(Maintenance, after: Ending)
    /// Guests come home. → `.closing`.
    case returning(MoveBatch, after: Ending)
    /// The operator's commands are run, and monitoring is told to watch again. → `.over`.
    case closing(after: Ending)
    /// The turn is over.
    case over(Ending)
  }

  /// What was seen right before a reboot.
  struct Confirmation: Sendable {
    var since: Timestamp
    /// When the others were asked.
    var askedAt: Timestamp
    /// Others that have not answered yet.
    var waitingFor: Set<NodeName> = []
    /// What the others showed.
    var seen: [NodeGlance] = []
    /// Those of them that did not answer.
    var silent: [Blocker] = []
    /// What is waited for and was said already.
    var said: [Blocker] = []
    /// The order that was given before, if it is not known whether it got through.
    var ordered: Reboot?
  }

  /// A reboot under way.
  struct Reboot: Sendable {
    var before: BootID
    var orderedAt: Timestamp
    /// How often the order was given.
    var orders = 1
    /// Set when it is not known whether the order got through; then an unchanged boot id lets it be given once more.
    var isUncertain = false
    /// Set while the node was told to start its next kernel directly.
    var isDirect = false
    /// The last rung that was tried on a stuck shutdown, and when.
    var rung: RebootRung?
    var rungAt: Timestamp?
    var wasDown = false
    var report: BootReport?
    var stepsSeen: Set<String> = []
    /// The steps as last looked at, once the boot is a new one.
    var proof: [RebootProof.Step] = []
    var missing = ""
    /// Whether it was said that the shutdown is stuck.
    var isStuck = false
    /// Whether it was said that forcing it waits for the others.
    var waitsForOthers = false
    /// Whether it was said that this takes longer than foreseen.
    var isLate = false
    /// The kernel that it came back with instead of the expected one; taking the run up again accepts it.
    var otherKernel: String?
    /// Since when nobody can read which guests the boot has started.
    var unreadSince: Timestamp?
  }

  /// What a turn that waits will enter when it goes on.
  enum Step: Sendable {
    case emptying
    case updating
    case confirming
  }

  /// How a turn ended.
  enum Ending: Hashable, Sendable, Codable {
    /// Updated, and restarted where that was the plan.
    case done(restarted: Bool)
    /// Left as it was, its guests back home.
    case skipped(String)
    /// Something went wrong with the node itself; its guests are back home.
    case failed(String)
  }

  /// Why the turn can't go on without a human; guests stay where they are.
  struct Hold: Hashable, Sendable {
    var reason: String
    var remedy: String
  }

  let node: NodeName
  let address: String
  let action: Plan.Pass.Action
  let policy: Policy
  let homes: [GuestID: NodeName]
  let forecast: Forecast
  /// The cluster when the turn began.
  let known: Inventory
  var plannedDrain: [Plan.Move]
  var plannedReturn: [Plan.Move]
  /// The node's boot when its turn began.
  let boot: BootID?
  var needDirectory: Set<GuestID>
  let devices: [String]
  /// What is wanted of each guest that moves or rests.
  var wishes: [GuestID: GuestPolicy]
  /// The guests that it touches.
  var named: [NamedGuest]
  /// Guests of the HA stack that leave and come back by maintenance of the node.
  let managed: [Plan.Move]
  /// Guests that policy leaves alone: they stop with the node.
  var left: Set<GuestID>
  /// Guests of the node that are stopped and that its boot will start; not those that ran when the run began.
  var stoppedBefore: [Guest]
  let memberCount: Int
  /// The others that answered when the turn began.
  let others: [NodeName]
  let phaseSeconds: [PassPhase: Double]
  var storages: [String]
  var expectedKernel: String
  var state: State
  var places: [GuestID: NodeName]
  let since: Timestamp
  var phaseSince: Timestamp
  /// How often guests that came behind our back were drained.
  var clearings = 0
  /// Moves that have succeeded in phases that are over.
  var movesDone = 0
  var detail = ""
  /// What is wrong with guests after the phases that are over.
  var lacks: [GuestID: MoveFailure] = [:]
  /// Since when the turn waits for Ceph to be whole before the restart, if it does.
  var cephSince: Timestamp?
  /// Whether Ceph has to be told before the node is restarted.
  var needsFlag = false
  /// Set while Ceph has its flag by this turn's order.
  var isFlagged = false
  /// Set while the node is in HA maintenance by this turn's order.
  var isMaintained = false
  /// What monitoring is told of it; nil where nobody is to be told, or nobody any more.
  var cover: Cover?
  /// The operator's commands that are being run.
  var hooks: HookQueue?
  /// HA guests of which the operator's commands were told that they would leave, or come home.
  var announced: [Plan.Move.Leg: Set<GuestID>] = [:]
  /// A guest that came home and is not well, with what is wrong: the run begins no other node.
  var unwell: String?
  /// Set while nothing new may begin, because the run is paused or stopping.
  var isWaiting = false
  /// Set while the node before this one is still filling: this one may be emptied meanwhile, no more.
  var isGated = false
  /// Set when its guests are to come home whatever was planned; the words say why.
  var abandoned: String?
  /// Set when a human is needed. The state stays what it was, so that the turn can be taken up again.
  var hold: Hold?
  /// Set when a step is over and the next may not begin yet.
  var parked: Step?

  init(
    draft: Planner.Draft, inventory: Inventory, homes: [GuestID: NodeName], policy: Policy, forecast: Forecast,
    now: Timestamp
  ) {
    let pass = draft.pass
    let here = inventory.node(pass.node)
    let moving = Set((pass.managed + pass.drain + pass.return).map(\.guest))
    let guests = inventory.guests.filter { moving.contains($0.id) }
    known = inventory
    node = pass.node
    address = here?.address ?? pass.node.rawValue
    action = pass.action
    self.policy = policy
    self.forecast = forecast
    self.homes = homes
    plannedDrain = pass.drain
    plannedReturn = pass.return
    boot = here?.bootID
    needDirectory = Set(guests.filter(\.needsDirectory).map(\.id))
    // A device that was not there before the reboot is not waited for after it.
    let present = Set(here?.devices ?? [])
    devices = Set(guests.filter { homes[$0.id] == pass.node }.flatMap(\.devices)).intersection(present).sorted()
    stoppedBefore = inventory.guests(on: pass.node).filter {
      $0.status == .stopped && $0.startsAtBoot && !$0.isTemplate && $0.haState == nil && homes[$0.id] == nil
        && policy.of($0).handling != .ignore
    }
    memberCount = inventory.nodes.count
    others = inventory.nodes.filter { $0.name != pass.node && $0.isOnline }.map(\.name)
    phaseSeconds = pass.phaseSeconds
    wishes = guests.reduce(into: [:]) { $0[$1.id] = policy.of($1) }
    left = Set(pass.left)
    named = inventory.guests.filter { moving.contains($0.id) || pass.left.contains($0.id) }.map(NamedGuest.init)
      .sorted { $0.id < $1.id }
    managed = pass.managed
    storages = here?.storages.filter(\.isActive).map(\.name) ?? []
    expectedKernel = here?.bootKernel ?? ""
    places = inventory.guests.reduce(into: [:]) { $0[$1.id] = $1.node }
    since = now
    phaseSince = now
    state = .draining(
      MoveBatch(
        moves: pass.drain, alternatives: draft.alternatives, needDirectory: needDirectory, node: pass.node,
        phase: .drain, policy: policy, wishes: wishes, forecast: forecast, now: now))
    look(atCephOf: here)
  }

  /// Guests that this turn moves: of all others it knows nothing newer than anyone else.
  var ownGuests: Set<GuestID> {
    Set((plannedReturn + plannedDrain + managed).map(\.guest))
  }

  /// Leaves to the turn of `node` the guests that are still to leave that node: it takes them home itself. Of a guest
  /// that someone has started meanwhile only this turn knows where it belongs.
  mutating func cede(_ node: NodeName) {
    guard case .returning(var batch, let ending) = state else { return }
    let ceded = Set(
      batch.items.filter { item in
        if case .queued = item.state {
          item.move.from == node && item.attempts == 0 && homes[item.move.guest] != nil
        } else {
          false
        }
      }.map(\.move.guest))
    batch.items.removeAll { ceded.contains($0.move.guest) }
    plannedReturn.removeAll { ceded.contains($0.guest) }
    cover?.silence.guests.removeAll { ceded.contains($0.id) }
    state = .returning(batch, after: ending)
  }

  /// The phase for readers; nil when the turn is over.
  var phase: PassPhase? {
    switch state {
    case .emptying, .draining: .drain
    case .updating, .surveying: .update
    case .flagging, .confirming, .clearing, .rebooting: .reboot
    case .quieting, .unflagging, .restoring, .returning, .closing: .return
    case .over: nil
    }
  }

  /// One of the others, which says whether it sees the node.
  var witness: NodeName? { others.first }

  /// The moves of the present phase.
  var batch: MoveBatch? {
    switch state {
    case .draining(let batch), .returning(let batch, _): batch
    default: nil
    }
  }

  /// Moves that have succeeded so far.
  var movesSoFar: Int { movesDone + (batch?.arrivedCount ?? 0) }

  /// Moves of the whole turn as far as they are known: both ways until the drain is over, then what is left.
  var movesInAll: Int {
    switch state {
    case .emptying(_, let batch), .draining(let batch): movesDone + batch.items.count + plannedReturn.count
    case .returning(let batch, _): movesDone + batch.items.count
    case .closing, .over: movesDone
    default: movesDone + plannedReturn.count
    }
  }

  /// Begins the turn; in a paused run nothing is started yet.
  mutating func begin(isWaiting: Bool, _ desk: inout Desk) {
    self.isWaiting = isWaiting
    hooks = HookQueue(.beforeNode, policy: policy, facts: hookFacts())
    if !takeCover(&desk) { runHook(&desk) }
    switch action {
    case .update: enter(.updating, &desk)
    case .return: enterReturning(after: .done(restarted: false), &desk)
    case .restart, .drain, .skip:
      guard managed.isEmpty else { return enter(.emptying, &desk) }
      sayPhase("drain", drainWords, &desk)
      stepBatch(nil, &desk)
    }
  }

  mutating func receive(_ arrival: Desk.Arrival, _ desk: inout Desk) {
    if hearMonitoring(arrival, &desk) || hearHook(arrival, &desk) { return }
    switch state {
    case .draining, .returning: stepBatch(arrival, &desk)
    case .emptying(let maintenance, let batch): emptyStep(maintenance, then: batch, arrival, &desk)
    case .restoring(let maintenance, let ending): restoreStep(maintenance, after: ending, arrival, &desk)
    case .quieting(let reboot, let waiting): quietStep(reboot, waiting, arrival, &desk)
    case .updating(let job): updateStep(job, arrival, &desk)
    case .surveying: surveyStep(arrival, &desk)
    case .flagging: flagStep(arrival, &desk)
    case .unflagging(let ending): unflagStep(after: ending, arrival, &desk)
    case .confirming(let confirmation): confirmStep(confirmation, arrival, &desk)
    case .clearing(let surveys): clearStep(surveys, arrival, &desk)
    case .rebooting(let reboot): rebootStep(reboot, arrival, &desk)
    case .closing, .over: break
    }
  }

  /// Begins what has room now that did not have it before.
  mutating func pump(_ desk: inout Desk) {
    if batch != nil { stepBatch(nil, &desk) }
  }

  /// Whether nothing is under way that would have to be waited for. An upgrade and a reboot go on by themselves, and
  /// what a former process has left under way nobody watches yet.
  var isQuiet: Bool {
    let isRunningHooks = hooks != nil && hold == nil
    return cover?.resumes == true || !isRunningHooks && batch.map { !$0.items.contains { $0.isInFlight } } ?? true
  }

  /// Nothing new begins; moves in flight go on to their end.
  mutating func wait(_ desk: inout Desk) {
    isWaiting = true
    stepBatch(nil, &desk)
  }

  /// Goes on after `wait`.
  mutating func proceed(_ desk: inout Desk) {
    isWaiting = false
    goOn(&desk)
  }

  /// The node before this one has filled.
  mutating func openGate(_ desk: inout Desk) {
    isGated = false
    if parked != nil { goOn(&desk) }
  }

  mutating func goOn(_ desk: inout Desk) {
    if let next = parked {
      parked = nil
      enter(next, &desk)
    } else {
      stepBatch(nil, &desk)
    }
  }

  /// Begins the next step, or keeps it for later in a run that waits.
  mutating func enter(_ next: Step, _ desk: inout Desk) {
    if let abandoned { return enterReturning(after: .skipped(abandoned), &desk) }
    guard isReady, !isWaiting, !isLapsed(desk), !isGated || next == .emptying else {
      parked = next
      return
    }
    switch next {
    case .emptying: enterEmptying(&desk)
    case .updating: enterUpdating(&desk)
    case .confirming:
      movesDone += batch?.arrivedCount ?? 0
      enterFlagging(&desk)
    }
  }

  mutating func sayPhase(_ name: String, _ message: String, _ desk: inout Desk) {
    phaseSince = desk.now
    detail = ""
    desk.say(
      Notice(
        event: "phase.started", phase: phase, node: node, subject: node.rawValue, message: "\(name): \(message)"))
  }

  /// Something went wrong with the node itself: its guests go home.
  mutating func nodeFailed(_ reason: String, _ desk: inout Desk) {
    desk.say(
      Notice(
        event: "node.failed", level: .error, phase: phase, node: node, subject: node.rawValue, message: reason))
    if action == .update {
      close(.failed(reason), &desk)
    } else {
      enterReturning(after: .failed(reason), &desk)
    }
  }
}
