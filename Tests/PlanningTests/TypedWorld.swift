import Cluster

@testable import Planning

/// A cluster made of values that answers requests as values: what the machines see of the world, without a shell.
struct TypedWorld {
  struct Job {
    var node: NodeName
    var order: Order
    var startedAt: Double
    var endsAt: Double
    var exit: Int32 = 0
    var errors: [String] = []
    var isApplied = false
    var hasVanished = false
  }

  var inventory: Inventory
  var faults = Faults()
  var now = 0.0
  var jobs: [JobID: Job] = [:]
  var bootCount: [NodeName: Int] = [:]
  var downUntil: [NodeName: Double] = [:]
  var notices: [(time: Double, notice: Notice)] = []
  var mostMovesAtOnce = 0
  /// Of containers, between two nodes.
  var mostMovesBetween = 0
  var mostNodesDown = 0
  var startedJobs: [JobID] = []
  var unlockedByUs: [GuestID] = []
  var startedOrders: [Order] = []
  var rebootsWithGuests: [NodeName] = []
  /// Nodes rebooted while another one was away.
  var rebootsBesideDown: [NodeName] = []
  var movesOntoDrained: [JobID] = []
  var startFailed: Set<GuestID> = []
  /// Every event of the run with its time, as a journal has it.
  var journal: [(event: RunEvent, time: Timestamp)] = []
  /// What was wrong with progress values, in words.
  var lies: Set<String> = []
  /// When progress was looked at last; that costs more than the run itself.
  private var examined = -1.0e9
  var outcome: RunOutcome?
  /// What the cluster keeps of the run.
  var record: ClusterRecord?
  var recordsKept = 0
  var ha = HighAvailability()
  /// Flags of Ceph, which every node carries that has storage daemons.
  var cephFlags: Set<String> = []
  /// Units and backup jobs that are suspended.
  var stoppedUnits: Set<String> = []
  var stoppedJobs: Set<String> = []
  /// Silences of monitoring.
  var silences: [String: Silence] = [:]
  /// What monitoring was told, in order, whether it listened or not, with the time.
  var told: [(at: Double, verb: Silence.Verb, silence: Silence)] = []
  /// Commands of the operator's that were run, with where.
  var hooksRun: [(call: HookCall, place: String)] = []
  /// Jobs that touch a guest which no silence covers.
  var uncovered: [JobID] = []
  /// Nodes restarted while Ceph was not told.
  var untoldReboots: [NodeName] = []
  /// Nodes whose shutdown is stuck.
  var stuck: Set<NodeName> = []
  /// Rungs that were tried on them.
  var rungs: [RebootRung] = []
  /// Restarts without the firmware.
  var directBoots = 0

  /// Nodes whose boot will start guests.
  var startsGuests: Set<NodeName> = []
  private let homes: [GuestID: NodeName]
  private var dice = Dice(seed: 0)
  private var queue: [(at: Double, order: Int, event: RunEvent)] = []
  private var order = 0
  let epoch = Timestamp(seconds: 1_763_794_800)

  init(_ inventory: Inventory, faults: Faults = Faults(), seed: UInt64 = 0) {
    self.inventory = inventory
    self.faults = faults
    dice = Dice(seed: seed)
    homes = inventory.guests.reduce(into: [:]) { $0[$1.id] = $1.node }
  }

  var clock: Timestamp { epoch + now }

  /// Runs the machine to its end, until `limit` seconds, or until its process is killed after so many events.
  /// - Parameters:
  ///   - beforeActing: whether the kill comes between writing the last event down and acting on it.
  ///   - interrupt: called with the time before every event; answers with something to say to the run.
  mutating func carryOut(
    _ machine: inout RunMachine, from first: RunEvent, limit: Double = 200_000, killedAfter eventsMax: Int = .max,
    beforeActing: Bool = false, interrupt: (Double) -> Steering? = { _ in nil }
  ) {
    outcome = nil
    var events = 0
    func take(_ event: RunEvent, _ world: inout TypedWorld) {
      events += 1
      world.journal.append((event, world.clock))
      let actions = machine.handle(event, at: world.clock)
      if world.now >= world.examined + 2 {
        world.examined = world.now
        world.examine(machine.progress(at: world.clock))
      }
      if events < eventsMax || !beforeActing { world.perform(actions) }
    }
    take(first, &self)
    while outcome == nil, now < limit, events < eventsMax {
      if let steering = interrupt(now) { take(.steered(steering), &self) }
      guard outcome == nil, events < eventsMax, let event = nextEvent() else { break }
      take(event, &self)
    }
  }

  /// Takes the next thing that happens; nil when nothing is left that could.
  mutating func nextEvent() -> RunEvent? {
    guard let next = queue.indices.min(by: { (queue[$0].at, queue[$0].order) < (queue[$1].at, queue[$1].order) }) else {
      return nil
    }
    let entry = queue.remove(at: next)
    now = max(now, entry.at)
    settle()
    return entry.event
  }

  /// Everything that the run waited for is lost, as with its process.
  mutating func forget() { queue = [] }

  /// The machine as another process finds it: folded from what was written down.
  func folded(_ start: RunStart) -> RunMachine {
    var machine = RunMachine(start, at: epoch)
    for (event, time) in journal { _ = machine.handle(event, at: time) }
    return machine
  }

  /// Takes the run up as another machine does: by the cluster's record, and a fresh look at every node that answers.
  mutating func takeUp(
    _ goal: TakeUp.Goal, after seconds: Double = 200, policy: Policy = Policy(), killedAfter eventsMax: Int = .max
  ) {
    guard let record else { return }
    forget()
    now += seconds
    settle()
    let names = inventory.nodes.map(\.name)
    let seen = Inventory(
      merging: names.filter { !isSilent($0) }.map { survey($0) },
      silent: names.filter { isSilent($0) }.map { Node(name: $0, address: $0.rawValue) }, takenAt: clock)
    let start = TakeUp(record: record, goal: goal).start(policy: policy, inventory: seen)
    var machine = RunMachine(start, at: clock)
    journal = []
    carryOut(&machine, from: .began(start), killedAfter: eventsMax)
  }

  private mutating func later(_ seconds: Double, _ event: RunEvent) {
    order += 1
    queue.append((now + seconds, order, event))
  }

  private mutating func perform(_ actions: [RunAction]) {
    for action in actions {
      switch action {
      case .say(let notice): notices.append((now, notice))
      case .end(let result): outcome = result
      case .wake(let id, let seconds): later(seconds, .woke(id))
      case .order(let id, let order, _): later(1, carryOut(id, order))
      case .ask(let id, let node, let request, _):
        settle()
        let isLate = request == .survey && faults.lateSurveys?.contains(now) == true
        later(
          isLate ? 200 : 0.05,
          isSilent(node) || dice.roll(faults.lostRequests) ? refusal(id) : answer(id, node, request))
      }
    }
  }

  private func refusal(_ id: RequestID) -> RunEvent {
    .unanswered(id, Trouble(code: "unreachable", message: "connection refused", isTransient: true))
  }

  func isDown(_ node: NodeName) -> Bool {
    if let away = faults.away, away.node == node, away.from <= now, now < away.to { return true }
    return downUntil[node].map { now < $0 } ?? false
  }

  private func isSilent(_ node: NodeName) -> Bool {
    if isDown(node) || faults.allSilent?.contains(now) == true { return true }
    if let silent = faults.silent, silent.node == node, silent.from <= now, now < silent.to { return true }
    return false
  }

  private mutating func answer(_ id: RequestID, _ node: NodeName, _ request: RunRequest) -> RunEvent {
    let isLost = dice.roll(faults.lostAnswers) || (request == .reboot && faults.losesRebootAnswer)
    let answer: RunAnswer
    switch request {
    case .survey: answer = .survey(survey(node))
    case .glance:
      if faults.unreadableGlances > 0, jobs.values.contains(where: { $0.order.target != nil }) {
        faults.unreadableGlances -= 1
        return .unanswered(id, Trouble(code: "unreadable", message: "half an answer", isTransient: false))
      }
      sendGuest(to: node)
      answer = .glance(glance(node))
    case .start(let job, let order):
      start(job, order, on: node)
      answer = .done
    case .poll(let cursors): answer = .jobs(cursors.map { report($0, on: node) })
    case .prepareContainer: answer = .done
    case .unlock(let guest, _): answer = unlock(guest)
    case .probe(let guest, _, _): answer = .health(health(guest))
    case .keepRecord(let record, _, let replacing):
      guard !faults.refusesRecord, replacing || self.record?.takeovers == record.takeovers else {
        return .unanswered(id, Trouble(code: "refused", message: "Permission denied", isTransient: false))
      }
      recordsKept += 1
      self.record = record
      answer = .recorded(nextPiece: nil)
    case .hook(let call): return runHook(id, call, at: "\(node)")
    case .guestHook(let call, let guest, _): return runHook(id, call, at: "\(guest) on \(node)")
    case .removeRecord:
      guard faults.refusedRemovals == 0 else {
        faults.refusedRemovals -= 1
        return refusal(id)
      }
      record = nil
      answer = .recorded(nextPiece: nil)
    case .listJobs:
      answer = .started(jobs.filter { $0.value.node == node && !$0.value.isApplied }.keys.sorted())
    case .availability: answer = .availability(availability())
    case .maintain, .migrateManaged, .setCephFlag, .setUnit, .setBackupJob, .setHAScheduling:
      set(request)
      answer = .done
    case .reboot:
      if faults.rebootOrdersLost > 0 {
        faults.rebootOrdersLost -= 1
        return refusal(id)
      }
      if faults.rebootOrdersCut > 0 {
        faults.rebootOrdersCut -= 1
        return .answered(id, .done)
      }
      order(node)
      answer = .done
    case .kexec:
      if faults.lacksKexec {
        return .unanswered(id, Trouble(code: "refused", message: "kexec: not found", isTransient: false))
      }
      directBoots += 1
      order(node)
      answer = .done
    case .forceReboot(let rung):
      rungs.append(rung)
      if let cure = faults.stuckUntil, rung >= cure, stuck.contains(node) {
        stuck.remove(node)
        reboot(node)
      }
      answer = .done
    case .bootReport: answer = .boot(boot(node))
    }
    return isLost ? refusal(id) : .answered(id, answer)
  }

  // MARK: Jobs

  private mutating func start(_ id: JobID, _ order: Order, on node: NodeName) {
    // A job whose unit and record are gone can be started anew; any other is only found again.
    if let job = jobs[id], !(job.hasVanished && job.isApplied) { return }
    startedJobs.append(id)
    startedOrders.append(order)
    if let guest = order.guest, !isCovered(guest) { uncovered.append(id) }
    var seconds: Double =
      switch order {
      case .moveContainer, .shutDownAndMove: 50
      case .moveMachine: 40
      case .startGuest, .shutdownGuest: 5
      case .fetchPackages, .configurePackages: 20
      case .upgradePackages: 45
      }
    if dice.roll(faults.slowJobs) { seconds *= 8 }
    if faults.neverEnds.contains(where: { id.rawValue.hasPrefix($0) }) { seconds = .infinity }
    jobs[id] = Job(
      node: node, order: order, startedAt: now, endsAt: now + seconds, hasVanished: dice.roll(faults.vanishingJobs))
    if let target = order.target, id.rawValue.hasPrefix("drain-\(target)-") { movesOntoDrained.append(id) }
    let moving = jobs.values.compactMap { job -> [NodeName]? in
      if case .moveContainer(_, let target, _) = job.order, !job.isApplied { [job.node, target] } else { nil }
    }
    mostMovesAtOnce = max(mostMovesAtOnce, moving.count)
    mostMovesBetween = max(mostMovesBetween, Dictionary(grouping: moving) { $0 }.values.map(\.count).max() ?? 0)
  }

  private mutating func settle() {
    for node in inventory.nodes.map(\.name) where startsGuests.contains(node) && !isDown(node) {
      startsGuests.remove(node)
      for index in inventory.guests.indices
      where inventory.guests[index].node == node && inventory.guests[index].startsAtBoot
        && !faults.deadGuests.contains(inventory.guests[index].id)
      {
        inventory.guests[index].status = .running
      }
    }
    settleAvailability()
    if let stopped = faults.stoppedByHand, stopped.at <= now {
      for index in inventory.guests.indices where inventory.guests[index].id == stopped.guest {
        inventory.guests[index].status = .stopped
      }
    }
    for id in jobs.filter({ !$0.value.isApplied && $0.value.endsAt <= now }).keys.sorted() { apply(id) }
  }

  private mutating func apply(_ id: JobID) {
    guard var job = jobs[id] else { return }
    job.isApplied = true
    if job.hasVanished {
      jobs[id] = job
      return
    }
    switch job.order {
    case .moveContainer(let guest, let target, _), .moveMachine(let guest, let target, _):
      (job.exit, job.errors) = move(guest, from: job.node, to: target, at: job.endsAt)
    case .shutDownAndMove(let guest, _, let target, _, let byForce):
      (job.exit, job.errors) = shutDown(guest, on: job.node, at: job.endsAt, byForce: byForce)
      if job.exit == 0 { (job.exit, job.errors) = move(guest, from: job.node, to: target, at: job.endsAt) }
    case .startGuest(let guest, _): (job.exit, job.errors) = run(guest, on: job.node)
    case .shutdownGuest(let guest, _, _, let byForce):
      (job.exit, job.errors) = shutDown(guest, on: job.node, at: job.endsAt, byForce: byForce)
    case .fetchPackages: refreshLists(of: job.node)
    case .upgradePackages: (job.exit, job.errors) = upgrade(job.node)
    case .configurePackages: faults.interruptedUpgrades.remove(job.node)
    }
    jobs[id] = job
  }

  private mutating func move(
    _ guest: GuestID, from node: NodeName, to target: NodeName, at time: Double
  ) -> (Int32, [String]) {
    guard let index = index(guest), inventory.guests[index].node == node else {
      return (2, ["Configuration file 'nodes/\(node)/lxc/\(guest).conf' does not exist"])
    }
    if let isMoved = faults.leftLocked.removeValue(forKey: guest) {
      faults.locks[guest] = ("migrate", time, .infinity)
      inventory.guests[index].status = .stopped
      if isMoved { inventory.guests[index].node = target }
      return (255, ["Connection closed by 10.0.0.2 port 22"])
    }
    if isDown(target) { return (255, ["Can't connect to destination address using public key"]) }
    if let lock = lock(guest, at: time) { return (255, ["CT is locked (\(lock))"]) }
    if faults.refusesReturn.contains(guest), target == homes[guest] { return (255, ["migration aborted"]) }
    if let left = faults.refusals[guest], left > 0 {
      faults.refusals[guest] = left - 1
      return (255, ["migration aborted"])
    }
    if inventory.guests[index].status == .running, inventory.guests[index].kind == .container,
      faults.ignoresShutdown.contains(guest)
    {
      return (255, ["container did not stop"])
    }
    if let left = faults.stopTimeouts[guest], left > 0 {
      faults.stopTimeouts[guest] = left - 1
      inventory.guests[index].status = .stopped
      return (255, ["container did not stop"])
    }
    inventory.guests[index].node = target
    guard inventory.guests[index].status == .running, doesNotStart(guest, on: target) else { return (0, []) }
    inventory.guests[index].status = .stopped
    return (255, ["migration problems"])
  }

  private mutating func run(_ guest: GuestID, on node: NodeName) -> (Int32, [String]) {
    guard let index = index(guest), inventory.guests[index].node == node else {
      return (2, ["Configuration file 'nodes/\(node)/lxc/\(guest).conf' does not exist"])
    }
    if doesNotStart(guest, on: node) { return (255, ["Device /dev/dri/renderD128 does not exist"]) }
    inventory.guests[index].status = .running
    return (0, [])
  }

  private mutating func shutDown(
    _ guest: GuestID, on node: NodeName, at time: Double, byForce: Bool
  ) -> (Int32, [String]) {
    guard let index = index(guest), inventory.guests[index].node == node else {
      return (2, ["CT \(guest) not running"])
    }
    if let lock = lock(guest, at: time) { return (255, ["CT is locked (\(lock))"]) }
    if !byForce, faults.ignoresShutdown.contains(guest) { return (255, ["container did not stop"]) }
    if let left = faults.refusals[guest], left > 0 {
      faults.refusals[guest] = left - 1
      return (255, ["container did not stop"])
    }
    inventory.guests[index].status = .stopped
    return (0, [])
  }

  private mutating func doesNotStart(_ guest: GuestID, on node: NodeName) -> Bool {
    if faults.deadGuests.contains(guest) || (faults.neverStarts.contains(guest) && homes[guest] != node) { return true }
    guard faults.firstStartFails.contains(guest), !startFailed.contains(guest) else { return false }
    startFailed.insert(guest)
    return true
  }

  func index(_ guest: GuestID) -> Int? { inventory.guests.firstIndex { $0.id == guest } }
}
