import Cluster

/// One node's turn: drain, update, reboot, return. It decides; the desk asks.
struct PassMachine: Sendable {
  /// Where the turn stands.
  enum State: Sendable {
    /// Guests leave. → `.updating`, or `.returning` when one can't.
    case draining(MoveBatch)
    /// Packages are upgraded. → `.surveying`, or `.returning` when that fails.
    case updating(JobID)
    /// The node is asked what the upgrade left. → `.confirming`, or `.over` when no restart is wanted.
    case surveying
    /// The node must be empty and the others quorate, seen afresh. → `.rebooting`, or `.returning`.
    case confirming(Confirmation)
    /// The order to reboot is given. → `.returning` only by a changed boot id and a whole chain of proof.
    case rebooting(Reboot)
    /// Guests come home. → `.over`.
    case returning(MoveBatch, after: Ending)
    /// The turn is over.
    case over(Ending)
  }

  /// What was seen right before a reboot.
  struct Confirmation: Sendable {
    var since: Timestamp
    var glance: NodeGlance?
  }

  /// A reboot under way.
  struct Reboot: Sendable {
    var before: BootID
    var orderedAt: Timestamp
    var wasDown = false
    var report: BootReport?
    var stepsSeen: Set<String> = []
    var missing = ""
  }

  /// How a turn ended.
  enum Ending: Hashable, Sendable {
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
  let plannedReturn: [Plan.Move]
  let needDirectory: Set<GuestID>
  let devices: [String]
  let memberCount: Int
  let witness: NodeName?
  let phaseSeconds: [PassPhase: Double]
  var alternatives: [GuestID: [NodeName]]
  var storages: [String]
  var expectedKernel: String
  var state: State
  var places: [GuestID: NodeName]
  let since: Timestamp
  var phaseSince: Timestamp
  var movesDone = 0
  var detail = ""
  /// Set while nothing new may begin, because the run is paused or stopping.
  var isWaiting = false
  /// Set when a human is needed. The state stays what it was, so that the turn can be taken up again.
  var hold: Hold?
  var parked: State?

  init(draft: Planner.Draft, inventory: Inventory, homes: [GuestID: NodeName], policy: Policy, now: Timestamp) {
    let pass = draft.pass
    let here = inventory.node(pass.node)
    let moving = Set(pass.drain.map(\.guest)).union(pass.return.map(\.guest))
    let guests = inventory.guests.filter { moving.contains($0.id) }
    node = pass.node
    address = here?.address ?? pass.node.rawValue
    action = pass.action
    self.policy = policy
    self.homes = homes
    plannedReturn = pass.return
    needDirectory = Set(guests.filter { $0.isPrivileged && !$0.devices.isEmpty }.map(\.id))
    // A device that was not there before the reboot is not waited for after it.
    let present = Set(here?.devices ?? [])
    devices = Set(guests.filter { homes[$0.id] == pass.node }.flatMap(\.devices)).intersection(present).sorted()
    memberCount = inventory.nodes.count
    witness = inventory.nodes.first { $0.name != pass.node && $0.isOnline }?.name
    phaseSeconds = pass.phaseSeconds
    alternatives = draft.alternatives
    storages = here?.storages.filter(\.isActive).map(\.name) ?? []
    expectedKernel = here?.bootKernel ?? ""
    places = inventory.guests.reduce(into: [:]) { $0[$1.id] = $1.node }
    since = now
    phaseSince = now
    state = .draining(
      MoveBatch(
        moves: pass.drain, alternatives: draft.alternatives, needDirectory: needDirectory, node: pass.node,
        phase: .drain, policy: policy, now: now))
  }

  /// The phase for readers; nil when the turn is over.
  var phase: PassPhase? {
    switch state {
    case .draining: .drain
    case .updating, .surveying: .update
    case .confirming, .rebooting: .reboot
    case .returning: .return
    case .over: nil
    }
  }

  /// The moves of the present phase.
  var batch: MoveBatch? {
    switch state {
    case .draining(let batch), .returning(let batch, _): batch
    case .updating, .surveying, .confirming, .rebooting, .over: nil
    }
  }

  /// Moves that have succeeded so far.
  var movesSoFar: Int { movesDone + (batch?.items.count { $0.state == .arrived } ?? 0) }

  mutating func begin(_ desk: inout Desk) {
    if action == .update {
      enterUpdating(&desk)
    } else {
      sayPhase("drain", drainWords, &desk)
      stepBatch(nil, &desk)
    }
  }

  mutating func receive(_ arrival: Desk.Arrival, _ desk: inout Desk) {
    switch state {
    case .draining, .returning: stepBatch(arrival, &desk)
    case .updating(let job): updateStep(job, arrival, &desk)
    case .surveying: surveyStep(arrival, &desk)
    case .confirming(let confirmation): confirmStep(confirmation, arrival, &desk)
    case .rebooting(let reboot): rebootStep(reboot, arrival, &desk)
    case .over: break
    }
  }

  /// Whether nothing is under way that would have to be waited for. An upgrade and a reboot go on by themselves.
  var isQuiet: Bool { batch.map { !$0.items.contains { $0.isInFlight } } ?? true }

  /// Nothing new begins; moves in flight go on to their end.
  mutating func wait(_ desk: inout Desk) {
    isWaiting = true
    if batch != nil { stepBatch(nil, &desk) }
  }

  /// Goes on after `wait`.
  mutating func proceed(_ desk: inout Desk) {
    isWaiting = false
    if let next = parked {
      parked = nil
      enter(next, &desk)
    } else if batch != nil {
      stepBatch(nil, &desk)
    }
  }

  /// Takes up a turn whose questions and jobs were forgotten with the process that asked them. Jobs have the same
  /// names as before, so what went on by itself is adopted, not repeated.
  mutating func resume(_ desk: inout Desk) {
    isWaiting = false
    hold = nil
    phaseSince = desk.now
    if let next = parked {
      parked = nil
      enter(next, &desk)
      return
    }
    switch state {
    case .draining(var batch):
      batch.resume(&desk)
      state = .draining(batch)
      stepBatch(nil, &desk)
    case .returning(var batch, let ending):
      batch.resume(&desk)
      state = .returning(batch, after: ending)
      stepBatch(nil, &desk)
    case .updating: enterUpdating(&desk)
    case .surveying: askSurvey(&desk)
    case .confirming: enterConfirming(&desk)
    case .rebooting(var reboot):
      // The order is never given twice: the boot id tells whether it was carried out.
      reboot.orderedAt = desk.now
      state = .rebooting(reboot)
      desk.wake(after: 0, for: .bootProof)
    case .over: break
    }
  }

  // MARK: Moves

  mutating func stepBatch(_ arrival: Desk.Arrival?, _ desk: inout Desk) {
    guard var batch else { return }
    let isDraining = phase == .drain
    batch.isClosed = isWaiting || (isDraining && !batch.failures.isEmpty)
    if let arrival { batch.receive(arrival, &desk) } else { batch.pump(&desk) }
    if isDraining, !batch.failures.isEmpty { batch.isClosed = true }
    for item in batch.items where item.state == .arrived { places[item.move.guest] = item.move.to }
    switch state {
    case .draining: state = .draining(batch)
    case .returning(_, let ending): state = .returning(batch, after: ending)
    case .updating, .surveying, .confirming, .rebooting, .over: break
    }
    // A batch that only waits is not over: it goes on when the run does.
    let waits = isWaiting && batch.failures.isEmpty && !batch.items.allSatisfy(\.isOver)
    if batch.isFinished, !waits { batchEnded(batch, &desk) }
  }

  mutating func batchEnded(_ batch: MoveBatch, _ desk: inout Desk) {
    if let lost = batch.failures.first(where: { !$0.failure.isSettled }) {
      hold = Hold(reason: "\(lost.move.label) \(lost.failure.message)", remedy: lost.failure.remedy)
      return
    }
    movesDone += batch.items.count { $0.state == .arrived }
    if case .returning(_, let ending) = state {
      state = .over(ending)
    } else if let first = batch.failures.first {
      drainFailed("\(first.move.label) \(first.failure.message)", remedy: first.failure.remedy, &desk)
    } else {
      enter(.updating(JobID("update")), &desk)
    }
  }

  mutating func drainFailed(_ reason: String, remedy: String, _ desk: inout Desk) {
    switch policy.onGuestFailure {
    case .hold: hold = Hold(reason: reason, remedy: remedy)
    case .skip:
      desk.say(
        Notice(
          event: "node.skipped", level: .warning, phase: .drain, node: node, subject: node.rawValue,
          message: "is not restarted: a guest could not leave it; bringing the others home"))
      enterReturning(after: .skipped(reason), &desk)
    }
  }

  private var drainWords: String {
    guard let batch, !batch.items.isEmpty else { return "no running guests to move" }
    let machines = batch.items.count { $0.move.kind == .machine }
    let containers = batch.items.count - machines
    var parts: [String] = []
    if containers > 0 { parts.append(Phrase.count(containers, "container") + " to restart elsewhere") }
    if machines > 0 { parts.append(Phrase.count(machines, "VM") + " to move live") }
    return parts.joined(separator: ", ")
  }

  mutating func sayPhase(_ name: String, _ message: String, _ desk: inout Desk) {
    phaseSince = desk.now
    desk.say(
      Notice(
        event: "phase.started", phase: phase, node: node, subject: node.rawValue, message: "\(name): \(message)"))
  }

  mutating func enter(_ next: State, _ desk: inout Desk) {
    if isWaiting {
      parked = next
    } else if case .updating = next {
      enterUpdating(&desk)
    } else if case .confirming = next {
      enterConfirming(&desk)
    } else {
      state = next
    }
  }

  mutating func enterReturning(after ending: Ending, _ desk: inout Desk) {
    var moves: [Plan.Move] = []
    for move in plannedReturn {
      guard let place = places[move.guest], place != node else { continue }
      var move = move
      move.from = place
      moves.append(move)
    }
    state = .returning(
      MoveBatch(
        moves: moves, needDirectory: needDirectory, node: node, phase: .return, policy: policy, now: desk.now),
      after: ending)
    if !moves.isEmpty { sayPhase("return", Phrase.count(moves.count, "guest") + " to bring home", &desk) }
    phaseSince = desk.now
    stepBatch(nil, &desk)
  }
}
