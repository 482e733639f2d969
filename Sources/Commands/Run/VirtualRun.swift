import Cluster
import Orchestration
import Planning
import Proxmox
import Remote
import Simulation

/// A whole run against a simulated cluster on virtual time: synchronous, and the same to the byte for the same seed.
///
/// It carries the same actions out as the orchestrator does, by the same command lines; only waiting costs nothing.
struct VirtualRun {
  /// Seconds from a process's death until someone has noticed and has started the next one.
  private static let revivalSeconds = 20.0
  /// Seconds between two attempts to take the run up where the cluster can't be had.
  private static let attemptSeconds = 60.0
  /// Attempts until whoever makes them sees that something has to be put right first.
  private static let attemptsMax = 10

  let cluster: SimulatedCluster
  let epoch: Timestamp
  let beginning: VirtualBeginning
  /// Whether nobody else can want the cluster, so that no lease is needed.
  let isAlone: Bool
  var onRecord: (RunRecord) -> Void = { _ in }

  /// What the run began with, the first time; nil as long as it has not.
  private(set) var start: RunStart?
  /// Why it was not begun.
  private(set) var refusal: VirtualBeginning.Refusal?
  /// Set when the run is to be taken up and the cluster can't be had for it.
  private(set) var isStranded = false
  /// Where guests belong by now.
  var homes: [GuestID: NodeName] { machine?.homes ?? [:] }
  /// Every event with its time, as the journal of the present machine holds them.
  private(set) var journal: [(event: RunEvent, time: Timestamp)] = []
  /// The start in that journal.
  private var journaledStart: RunStart?
  private var machine: RunMachine?
  private var faults: [ControllerFault] = []
  private var rivals: [VirtualRun] = []
  private var clockError = 0.0
  private var host: String
  private var attempts = 0
  private var seq = 0
  private var outcome: RunOutcome?
  private var process: VirtualProcess
  private var lease: ClusterLease?

  init(
    _ beginning: VirtualBeginning, cluster: SimulatedCluster, epoch: Timestamp, faults: [ControllerFault] = [],
    isAlone: Bool = false, host: String = "here"
  ) {
    self.beginning = beginning
    self.cluster = cluster
    self.epoch = epoch
    self.faults = faults
    self.isAlone = isAlone
    self.host = host
    process = VirtualProcess(cluster: cluster, origin: epoch)
  }

  // MARK: From outside

  /// Carries the run out from its first event.
  /// - Returns: nil when it was refused, is stranded, or hangs: has not ended and nothing is left that it waits for.
  mutating func carryOut() -> RunOutcome? {
    // A moment at which nothing else happens, for each fault that waits for one.
    for fault in faults { if let moment = fault.moment { cluster.after(moment - cluster.now) {} } }
    open(.anew)
    return goOn()
  }

  /// Takes up a run that has ended before its work was done, as `herdmon resume` does.
  mutating func resume() -> RunOutcome? {
    outcome = nil
    isStranded = false
    attempts = 0
    process.end()
    process = VirtualProcess(cluster: cluster, origin: epoch + clockError)
    open(machine == nil ? .elsewhere : .again)
    return goOn()
  }

  /// Ends what is left of its processes.
  func close() {
    process.end()
    for rival in rivals { rival.close() }
  }

  private mutating func goOn() -> RunOutcome? {
    deliver()
    while isWaiting || rivals.contains(where: \.isWaiting), let next = cluster.nextEventAt {
      cluster.advance(to: next)
      deliver()
    }
    return outcome
  }

  private var isWaiting: Bool {
    outcome == nil && refusal == nil && !isStranded && (process.isExpecting || isToGoOn)
  }

  /// Whether the operator will let a paused run go on.
  private var isToGoOn: Bool {
    machine?.isPaused == true
      && faults.contains { if case .steered(_, .proceed) = $0 { true } else { false } }
  }

  private mutating func deliver() {
    strike()
    while outcome == nil, let mail = process.takeMail() {
      switch mail {
      case .event(let event): take(event)
      case .open(let kind): open(kind)
      case .opened(let opening): opened(opening)
      }
    }
    for index in rivals.indices { rivals[index].deliver() }
  }

  // MARK: Processes

  private mutating func open(_ kind: VirtualBeginning.Kind) {
    process.expect()
    let (beginning, process) = (beginning, process)
    var lease: ClusterLease?
    if !isAlone {
      let owner = ClusterLease.Owner(host: host, process: 1, run: beginning.run, since: process.now())
      lease = ClusterLease(
        owner: owner, shell: process, hosts: beginning.nodes.map(\.host), clock: process, reclaims: kind == .again,
        marker: { beginning.marker })
    }
    self.lease = lease
    process.launch { [lease] in
      let opening = await beginning.open(kind, lease: lease, in: process)
      process.post(.opened(opening))
      if case .refused = opening { return }
      await lease?.keep { _ in
        process.expect()
        process.post(.event(.steered(.stop(.asked))))
      }
    }
  }

  private mutating func opened(_ opening: VirtualBeginning.Opening) {
    switch opening {
    case .begins(let start):
      self.start = self.start ?? start
      journal = []
      journaledStart = start
      machine = RunMachine(start, at: process.now())
      take(.began(start))
    case .resumes: take(.resumed())
    case .refused(let refusal):
      // Whoever wants to carry on a run that was begun comes back.
      guard start != nil else {
        self.refusal = refusal
        return
      }
      attempts += 1
      guard attempts < VirtualRun.attemptsMax else {
        isStranded = true
        return
      }
      later(VirtualRun.attemptSeconds, .open(machine == nil ? .elsewhere : .again))
    }
  }

  /// Everything that the process knew and waited for is gone; the journal and what runs on the nodes is left. A while
  /// later another process takes the run up, on the same machine or on another one, which has no journal.
  private mutating func die(isMachineLost: Bool = false) {
    process.end()
    clockError = faults.reduce(0) { sum, fault in
      if case .clockJump(let at, let seconds) = fault, at <= cluster.now { sum + seconds } else { sum }
    }
    process = VirtualProcess(cluster: cluster, origin: epoch + clockError)
    if isMachineLost {
      host += " or elsewhere"
      journal = []
    }
    machine = nil
    if let first = journal.first, let start = journaledStart {
      var machine = RunMachine(start, at: first.time)
      for (event, time) in journal { _ = machine.handle(event, at: time) }
      self.machine = machine
    }
    let kind: VirtualBeginning.Kind = machine != nil ? .again : start != nil ? .elsewhere : .anew
    later(VirtualRun.revivalSeconds, .open(kind))
  }

  // MARK: Faults of the controller

  /// Does what faults do at a moment that has come.
  private mutating func strike() {
    guard process.isAwake else { return }
    for fault in faults {
      guard let moment = fault.moment, moment <= cluster.now else { continue }
      faults.removeAll { $0 == fault }
      switch fault {
      case .steered(_, let word):
        take(.steered(Steering(word)))
        // A run that nobody lets go on waits for ever, as it should.
        guard word == .pause else { continue }
        faults.append(.steered(at: moment + 300, .proceed))
        cluster.after(moment + 300 - cluster.now) {}
      case .secondRun:
        let second = VirtualBeginning(
          run: RunID(random: UInt64(rivals.count)), scope: beginning.scope, policy: beginning.policy,
          nodes: beginning.nodes)
        var rival = VirtualRun(second, cluster: cluster, epoch: epoch, host: "rival")
        rival.onRecord = onRecord
        rival.open(.anew)
        rivals.append(rival)
      case .killed, .lost, .stalled, .journalFull, .clockJump: break
      }
    }
  }

  private mutating func take(_ event: RunEvent) {
    guard machine != nil, outcome == nil else { return }
    if faults.remove(.journalFull(atEvent: journal.count + 1)) { return die() }
    let now = process.now()
    journal.append((event, now))
    for action in machine?.handle(event, at: now) ?? [] { perform(action) }
    guard outcome == nil else { return }
    if faults.remove(.killed(afterEvents: journal.count)) { return die() }
    if machine?.outcome == nil, faults.remove(.lost(afterEvents: journal.count)) { return die(isMachineLost: true) }
    if let seconds = faults.removeStall(after: journal.count) { process.suspend(seconds: seconds) }
  }

  // MARK: Actions

  private mutating func perform(_ action: RunAction) {
    switch action {
    case .say(let notice):
      seq += 1
      onRecord(RunRecord(run: beginning.run, seq: seq, time: process.now(), notice: notice))
    case .end(let result):
      outcome = result
      if let lease { process.launch { await lease.release() } }
    case .wake(let id, let seconds): later(seconds, .event(.woke(id)))
    case .ask(let id, let node, let request, let limit): ask(id, node, request, limit)
    case .order(let id, .silence(let verb, let silence), let limit):
      carryOut(id, limit) { $0.monitor.take(verb, silence) }
    case .order(let id, .hook, let limit): carryOut(id, limit) { $0.runCommand() }
    }
  }

  private func later(_ seconds: Double, _ mail: VirtualProcess.Mail) {
    process.expect()
    process.after(seconds) { [unowned process] in process.post(mail) }
  }

  /// A command that was started outlives its process; only the answer is lost with that.
  private func carryOut(
    _ id: RequestID, _ limit: Double, _ command: @escaping (SimulatedCluster) -> SimulatedMonitor.Answer
  ) {
    process.expect()
    let process = process
    cluster.after(SimulatedMonitor.callSeconds) { [weak process, unowned cluster] in
      let answer = command(cluster)
      guard let process else { return }
      let seconds = answer == .silent ? limit - SimulatedMonitor.callSeconds : 0
      process.after(seconds) { [unowned process] in
        process.post(.event(VirtualRun.event(id, answer)))
      }
    }
  }

  private static func event(_ id: RequestID, _ answer: SimulatedMonitor.Answer) -> RunEvent {
    func trouble(_ message: String) -> RunEvent {
      .unanswered(id, Trouble(code: "silence", message: message, isTransient: true))
    }
    return switch answer {
    case .done: .answered(id, .done)
    case .refused(let reason): trouble(reason)
    case .silent: trouble("no end in time")
    }
  }

  private func ask(_ id: RequestID, _ node: NodeName, _ request: RunRequest, _ limit: Double) {
    process.expect()
    guard request.takesNodeDown, let lease else { return send(id, node, request, limit) }
    let (process, beginning, isOnlyNode) = (process, beginning, machine?.memberCount == 1)
    process.launch {
      do throws(NodeError) {
        try await lease.secure(against: beginning.host(of: node), isOnlyNode: isOnlyNode)
        VirtualRun.send(id, node, request, limit, beginning, through: process)
      } catch {
        process.post(.event(.unanswered(id, Trouble(error))))
      }
    }
  }

  private func send(_ id: RequestID, _ node: NodeName, _ request: RunRequest, _ limit: Double) {
    VirtualRun.send(id, node, request, limit, beginning, through: process)
  }

  private static func send(
    _ id: RequestID, _ node: NodeName, _ request: RunRequest, _ limit: Double, _ beginning: VirtualBeginning,
    through process: VirtualProcess
  ) {
    let (run, marker) = (beginning.run, beginning.marker)
    let lines = NodeProtocol.lines(for: request, to: node, run: run, marker: marker)
    process.send(lines, to: beginning.host(of: node), limit: limit) { [unowned process] answer in
      process.post(.event(VirtualRun.event(id, node, request, run: run, marker: marker, answer)))
    }
  }

  private static func event(
    _ id: RequestID, _ node: NodeName, _ request: RunRequest, run: RunID, marker: String,
    _ answer: VirtualProcess.Answer
  ) -> RunEvent {
    do throws(NodeError) {
      return .answered(
        id, try NodeProtocol.answer(to: request, of: node, run: run, marker: marker, result: try answer.get()))
    } catch {
      // The node went down under the command, as it does under the order to reboot.
      if request.takesNodeDown, error.kind == .connectionLost { return .answered(id, .done) }
      return .unanswered(id, Trouble(error))
    }
  }
}

extension SimulatedMonitor {
  fileprivate func take(_ verb: Silence.Verb, _ silence: Silence) -> Answer {
    switch verb {
    case .start, .extend: cover(silence.id, guests: silence.guests.map(\.id.rawValue), seconds: silence.seconds)
    case .end: uncover(silence.id)
    }
  }
}

extension Steering {
  fileprivate init(_ word: ControllerFault.Word) {
    switch word {
    case .pause: self = .pause
    case .proceed: self = .proceed
    case .stop: self = .stop(.asked)
    case .abort: self = .abort
    case .skipGuest(let guest): self = .skipGuest(guest)
    case .skipNode(let node): self = .skipNode(node)
    case .retry(let guest): self = .retry(guest)
    case .retarget(let guest, let node): self = .retarget(guest, to: node)
    }
  }
}

extension VirtualBeginning {
  func host(of node: NodeName) -> String { nodes.first { $0.name == node }?.host ?? node.rawValue }
}

extension [ControllerFault] {
  /// Whether that fault was still to come; now it is not.
  fileprivate mutating func remove(_ fault: ControllerFault) -> Bool {
    guard let index = firstIndex(of: fault) else { return false }
    remove(at: index)
    return true
  }

  fileprivate mutating func removeStall(after count: Int) -> Double? {
    for (index, fault) in enumerated() {
      guard case .stalled(count, let seconds) = fault else { continue }
      remove(at: index)
      return seconds
    }
    return nil
  }
}
