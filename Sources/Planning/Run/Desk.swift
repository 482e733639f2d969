import Cluster

/// The machines' way to the outside: questions that are asked again until they are answered, jobs that are watched
/// until they end, wake-up calls. It turns what the machines want into actions, and events into arrivals.
struct Desk {
  /// Why a question is asked; the answer comes back under it.
  enum Errand: Hashable, Sendable {
    case record
    case listJobs(NodeName)
    case survey(NodeName)
    case startJob(JobID)
    case pollJobs(NodeName)
    case prepare(GuestID)
    case look(NodeName)
    case probe(GuestID)
    case maintenance(NodeName)
    case availability(NodeName)
    case managedMove(GuestID)
    case undo(UndoItem)
    case suspend(UndoItem)
    case cephFlag
    case lookBeforeReboot(NodeName)
    case lookBeforeForce(NodeName)
    case witness(NodeName)
    case bootBefore
    case reboot
    case bootProof
  }

  /// Why the machine wants to be woken.
  enum Alarm: Hashable, Sendable {
    case ask(RequestID)
    case poll(NodeName)
    case batch
    case nextStart
    case soaked
    case record
    case bootProof
    case lookAgain(NodeName)
    case availability(NodeName)
    case overdue(JobID)
    case silent(JobID, lastLine: String)
  }

  /// What reaches a machine.
  enum Arrival: Hashable, Sendable {
    case answer(Errand, RunAnswer)
    case gaveUp(Errand, Trouble)
    case jobEnded(JobID, JobEnd)
    case alarm(Alarm)
  }

  /// How a job ended.
  enum JobEnd: Hashable, Sendable {
    /// With an exit status and the last lines of its output and of its error output.
    case exited(Int32, output: [String], errors: [String])
    /// Its node never started it.
    case refused(Trouble)
    /// Its unit is gone without a recorded end.
    case gone(output: [String])
    /// Its node has been silent for too long; whether it runs on is not known.
    case lost(Trouble)
  }

  /// An arrival with the turn that it is for; nil for the run itself.
  struct Delivery: Hashable, Sendable {
    var owner: NodeName?
    var arrival: Arrival
  }

  struct Question {
    var owner: NodeName?
    var node: NodeName
    var request: RunRequest
    var errand: Errand
    var limitSeconds: Double
    var patienceSeconds: Double
    var firstAsked: Timestamp
    var tries: Int
  }

  struct Job {
    var owner: NodeName?
    var node: NodeName
    var order: Order?
    var phase: PassPhase?
    var guest: GuestID?
    var subject: String
    var cursor: JobCursor
    var isStarted = false
    /// When it was seen to print something.
    var heardAt: Timestamp?
    /// Whether its silence was told.
    var isSilent = false
    var output: [String] = []
    var errors: [String] = []
  }

  let timing: Timing
  /// The node whose turn speaks now: what it asks, starts and waits for comes back to it, and to no other turn that
  /// goes on beside it.
  var owner: NodeName?
  private(set) var now: Timestamp
  private var clockError = 0.0
  private(set) var questions: [RequestID: Question] = [:]
  private(set) var alarms: [WakeID: (owner: NodeName?, alarm: Alarm)] = [:]
  private(set) var jobs: [JobID: Job] = [:]
  private(set) var silentSince: [NodeName: Timestamp] = [:]
  private var actions: [RunAction] = []
  /// Orders that wait until the cluster's record tells of them.
  private var unrecorded: [RequestID] = []
  private var lastRequest = 0
  private var lastWake = 0

  init(timing: Timing, now: Timestamp) {
    self.timing = timing
    self.now = now
  }

  /// The actions gathered since the last call.
  mutating func takeActions() -> [RunAction] {
    defer { actions = [] }
    return actions
  }

  mutating func setTime(_ time: Timestamp) { now = max(now, time + clockError) }

  /// Another process goes by another clock. If that is behind what the run has lived through, as after a clock was set
  /// back, the run's own time goes on from where it was.
  mutating func beginTime(at time: Timestamp) { clockError = max(now - time, 0) }

  mutating func say(_ notice: Notice) { actions.append(.say(notice)) }

  mutating func end(_ outcome: RunOutcome) { actions.append(.end(outcome)) }

  mutating func wake(after seconds: Double, for alarm: Alarm) {
    lastWake += 1
    let id = WakeID(lastWake)
    alarms[id] = (owner, alarm)
    actions.append(.wake(id, afterSeconds: max(seconds, 0)))
  }

  /// Asks until answered, or until `patience` seconds have passed (0: once).
  mutating func ask(
    _ node: NodeName, _ request: RunRequest, for errand: Errand, limit: Double? = nil, patience: Double? = nil
  ) {
    send(pose(node, request, for: errand, limit: limit, patience: patience))
  }

  /// Gives an order that sets something on the cluster, as soon as the cluster's record tells that it must be taken
  /// back: another machine can do so, whenever this one is lost.
  mutating func askOnceRecorded(_ node: NodeName, _ request: RunRequest, for errand: Errand) {
    unrecorded.append(pose(node, request, for: errand, limit: nil, patience: nil))
  }

  /// The record tells of everything, or can't.
  mutating func release() {
    for id in unrecorded { send(id) }
    unrecorded = []
  }

  private mutating func pose(
    _ node: NodeName, _ request: RunRequest, for errand: Errand, limit: Double?, patience: Double?
  ) -> RequestID {
    lastRequest += 1
    questions[RequestID(lastRequest)] = Question(
      owner: owner, node: node, request: request, errand: errand, limitSeconds: limit ?? timing.answerSeconds,
      patienceSeconds: patience ?? timing.silenceMaxSeconds, firstAsked: now, tries: 1)
    return RequestID(lastRequest)
  }

  private mutating func send(_ id: RequestID) {
    guard let question = questions[id] else { return }
    actions.append(.ask(id, question.node, question.request, limitSeconds: question.limitSeconds))
  }

  /// Starts a job, and watches it until its end arrives.
  mutating func start(
    _ id: JobID, _ order: Order, on node: NodeName, phase: PassPhase?, guest: GuestID? = nil, subject: String
  ) {
    jobs[id] = Job(
      owner: owner, node: node, order: order, phase: phase, guest: guest, subject: subject, cursor: JobCursor(id: id))
    ask(node, .start(id, order), for: .startJob(id))
  }

  /// Watches a job that another process has started, until its end arrives.
  mutating func adopt(_ id: JobID, on node: NodeName) {
    jobs[id] = Job(
      owner: owner, node: node, phase: nil, subject: node.rawValue, cursor: JobCursor(id: id), isStarted: true)
    schedulePoll(node)
  }

  /// Forgets what was asked and watched: a run that is taken up asks anew. Numbers go on, so that an answer to an old
  /// question is never taken for one to a new.
  mutating func forget() {
    questions = [:]
    alarms = [:]
    jobs = [:]
    silentSince = [:]
    unrecorded = []
  }

  /// What an event means to the machines; empty for one that is only the desk's affair.
  mutating func receive(_ event: RunEvent) -> [Delivery] {
    switch event {
    case .began, .resumed, .steered: return []
    case .woke(let id):
      guard let (owner, alarm) = alarms.removeValue(forKey: id) else { return [] }
      return ring(alarm).map { Delivery(owner: owner, arrival: $0) }
    case .answered(let id, let answer):
      guard let question = questions.removeValue(forKey: id) else { return [] }
      heard(from: question.node)
      return settle(question, answer)
    case .unanswered(let id, let trouble):
      guard let question = questions[id] else { return [] }
      return retry(id, question, trouble)
    }
  }

  private mutating func ring(_ alarm: Alarm) -> [Arrival] {
    switch alarm {
    case .ask(let id):
      send(id)
      return []
    case .poll(let node):
      poll(node)
      return []
    case .batch, .nextStart, .soaked, .record, .bootProof, .lookAgain, .availability, .overdue, .silent:
      return [.alarm(alarm)]
    }
  }

  private mutating func retry(_ id: RequestID, _ question: Question, _ trouble: Trouble) -> [Delivery] {
    let waited = now - question.firstAsked
    guard trouble.isTransient, waited < question.patienceSeconds else {
      questions[id] = nil
      return settle(question, trouble)
    }
    if silentSince[question.node] == nil {
      silentSince[question.node] = now
      say(
        Notice(
          event: "node.silent", level: .warning, node: question.node, subject: question.node.rawValue,
          message: "\(trouble.message); trying again"))
    }
    questions[id]?.tries += 1
    let exponent = min(question.tries - 1, 10)
    let pause = min(timing.retrySeconds * Double(1 << exponent), timing.retryMaxSeconds)
    wake(after: pause, for: .ask(id))
    return []
  }

  private mutating func heard(from node: NodeName) {
    guard let since = silentSince.removeValue(forKey: node) else { return }
    say(
      Notice(
        event: "node.answers", node: node, subject: node.rawValue,
        message: "answers again after \(Phrase.seconds(now - since))", seconds: now - since))
  }
}

// MARK: - Jobs

extension Desk {
  /// Moves that nodes are carrying out, whichever turn has started them.
  var flights: [MoveLanes.Flight] {
    jobs.values.compactMap { job in
      switch job.order {
      case .moveContainer(_, let target, _), .shutDownAndMove(_, _, let target, _, _):
        MoveLanes.Flight(kind: .container, from: job.node, to: target)
      case .moveMachine(_, let target, _): MoveLanes.Flight(kind: .machine, from: job.node, to: target)
      case .startGuest, .shutdownGuest, .fetchPackages, .upgradePackages, .configurePackages, nil: nil
      }
    }
  }

  private mutating func settle(_ question: Question, _ answer: RunAnswer) -> [Delivery] {
    switch (question.errand, answer) {
    case (.startJob(let id), _):
      jobs[id]?.isStarted = true
      schedulePoll(question.node)
      return []
    case (.pollJobs(let node), .jobs(let reports)):
      let ended = reports.flatMap { take($0) }
      schedulePoll(node)
      return ended
    default:
      return [Delivery(owner: question.owner, arrival: .answer(question.errand, answer))]
    }
  }

  private mutating func settle(_ question: Question, _ trouble: Trouble) -> [Delivery] {
    switch question.errand {
    case .startJob(let id):
      jobs[id] = nil
      let end = trouble.isTransient ? JobEnd.lost(trouble) : .refused(trouble)
      return [Delivery(owner: question.owner, arrival: .jobEnded(id, end))]
    case .pollJobs(let node):
      let watched = jobs.filter { $0.value.node == node && $0.value.isStarted }.sorted { $0.key < $1.key }
      for (id, _) in watched { jobs[id] = nil }
      return watched.map { Delivery(owner: $0.value.owner, arrival: .jobEnded($0.key, .lost(trouble))) }
    default:
      return [Delivery(owner: question.owner, arrival: .gaveUp(question.errand, trouble))]
    }
  }

  private mutating func schedulePoll(_ node: NodeName) {
    let isDue = jobs.values.contains { $0.node == node && $0.isStarted }
    let isComing =
      alarms.values.contains { $0.alarm == .poll(node) } || questions.values.contains { $0.errand == .pollJobs(node) }
    if isDue, !isComing { wake(after: timing.pollSeconds, for: .poll(node)) }
  }

  private mutating func poll(_ node: NodeName) {
    let cursors = jobs.filter { $0.value.node == node && $0.value.isStarted }.sorted { $0.key < $1.key }
      .map(\.value.cursor)
    guard !cursors.isEmpty else { return }
    // A look at files answers at once; a node that takes longer is reported as silent while its jobs go on.
    ask(node, .poll(cursors), for: .pollJobs(node), limit: min(timing.answerSeconds, 10))
  }

  private mutating func take(_ report: JobReport) -> [Delivery] {
    guard var job = jobs[report.id] else { return [] }
    job.cursor = report.cursor
    if job.heardAt == nil || !report.output.isEmpty || !report.errors.isEmpty {
      job.heardAt = now
      job.isSilent = false
    }
    for line in report.output + report.errors {
      say(
        Notice(
          event: "job.output", level: .output, phase: job.phase, node: job.node, guest: job.guest,
          subject: job.subject, message: line))
    }
    // The end of a log says what went wrong, its middle does not; an upgrade prints thousands of lines.
    job.output = (job.output + report.output).suffix(200)
    job.errors = (job.errors + report.errors).suffix(50)
    switch report.state {
    case .running:
      let isSilent = job.heardAt.map { now - $0 > timing.upgradeSilenceMaxSeconds } ?? false
      let isNews = isSilent && !job.isSilent
      job.isSilent = isSilent
      jobs[report.id] = job
      guard isNews else { return [] }
      return [Delivery(owner: job.owner, arrival: .alarm(.silent(report.id, lastLine: job.output.last ?? "")))]
    case .ended(let exit):
      jobs[report.id] = nil
      let end = JobEnd.exited(exit, output: Array(job.output), errors: Array(job.errors))
      return [Delivery(owner: job.owner, arrival: .jobEnded(report.id, end))]
    case .gone:
      jobs[report.id] = nil
      return [Delivery(owner: job.owner, arrival: .jobEnded(report.id, .gone(output: Array(job.output))))]
    }
  }
}
