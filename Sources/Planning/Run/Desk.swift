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
    case unlock(GuestID)
    case probe(GuestID)
    case maintenance(NodeName)
    case availability(NodeName)
    case managedMove(GuestID)
    case undo(UndoItem)
    case suspend(UndoItem)
    case cephFlag
    case silence(Silence.Verb)
    /// Monitoring is told about a turn that a former process has begun.
    case cover(NodeName)
    case hook
    case moveHook(GuestID)
    case lookBeforeReboot(NodeName)
    case lookBeforeForce(NodeName)
    case othersBeforeForce(NodeName)
    case witness(NodeName)
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
    case silence
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
    case gone
    /// Its node has been silent for too long; whether it runs on is not known.
    case lost(Trouble)
  }

  /// An arrival with the turn that it is for; nil for the run itself.
  struct Delivery: Hashable, Sendable {
    var owner: NodeName?
    var arrival: Arrival
  }

  /// Who is asked.
  enum Addressee: Hashable, Sendable {
    case node(NodeName, RunRequest)
    case controller(ControllerOrder)
  }

  struct Question {
    var owner: NodeName?
    var to: Addressee
    var errand: Errand
    var limitSeconds: Double
    var patienceSeconds: Double
    var firstAsked: Timestamp
    var tries: Int

    /// The node that is asked, if one is.
    var node: NodeName? { if case .node(let node, _) = to { node } else { nil } }
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
    /// What stands behind the last line that it has printed.
    var unfinished: String?
    /// Whether its silence was told.
    var isSilent = false

    /// What it printed last.
    var lastWords: String { unfinished ?? output.last ?? "" }
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
  var jobs: [JobID: Job] = [:]
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
    send(pose(to: .node(node, request), for: errand, limit: limit, patience: patience))
  }

  /// Has the controller do something until it has been done, or until `patience` seconds have passed (0: once).
  /// - Parameter onceRecorded: whether the cluster's record has to tell of it first.
  mutating func ask(
    _ order: ControllerOrder, for errand: Errand, limit: Double, patience: Double, onceRecorded: Bool = false
  ) {
    let id = pose(to: .controller(order), for: errand, limit: limit, patience: patience)
    if onceRecorded { unrecorded.append(id) } else { send(id) }
  }

  /// Gives an order that sets something on the cluster, as soon as the cluster's record tells that it must be taken
  /// back: another machine can do so, whenever this one is lost.
  mutating func askOnceRecorded(_ node: NodeName, _ request: RunRequest, for errand: Errand) {
    unrecorded.append(pose(to: .node(node, request), for: errand, limit: nil, patience: nil))
  }

  /// The record tells of everything, or can't.
  mutating func release() {
    for id in unrecorded { send(id) }
    unrecorded = []
  }

  private mutating func pose(
    to addressee: Addressee, for errand: Errand, limit: Double?, patience: Double?
  ) -> RequestID {
    lastRequest += 1
    questions[RequestID(lastRequest)] = Question(
      owner: owner, to: addressee, errand: errand, limitSeconds: limit ?? timing.answerSeconds,
      patienceSeconds: patience ?? timing.silenceMaxSeconds, firstAsked: now, tries: 1)
    return RequestID(lastRequest)
  }

  private mutating func send(_ id: RequestID) {
    guard let question = questions[id] else { return }
    switch question.to {
    case .node(let node, let request): actions.append(.ask(id, node, request, limitSeconds: question.limitSeconds))
    case .controller(let order): actions.append(.order(id, order, limitSeconds: question.limitSeconds))
    }
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
      if let node = question.node { heard(from: node) }
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
    case .batch, .nextStart, .soaked, .record, .bootProof, .lookAgain, .availability, .silence, .overdue, .silent:
      return [.alarm(alarm)]
    }
  }

  private mutating func retry(_ id: RequestID, _ question: Question, _ trouble: Trouble) -> [Delivery] {
    let waited = now - question.firstAsked
    guard trouble.isTransient, waited < question.patienceSeconds else {
      questions[id] = nil
      return settle(question, trouble)
    }
    var (first, longest) = (timing.retrySeconds, timing.retryMaxSeconds)
    switch question.to {
    case .node(let node, _): heardNothing(from: node, trouble)
    case .controller(let order):
      (first, longest) = (Desk.orderRetrySeconds, Desk.orderRetryMaxSeconds)
      if question.tries == 1 { failed(order, of: question.owner, trouble) }
    }
    questions[id]?.tries += 1
    let exponent = min(question.tries - 1, 10)
    wake(after: min(first * Double(1 << exponent), longest), for: .ask(id))
    return []
  }

  /// First and longest pause before the controller tries again what failed: a monitor's rate limiter forgets within a
  /// minute, and every call before that may count against it.
  private static let (orderRetrySeconds, orderRetryMaxSeconds) = (5.0, 60.0)

  private mutating func failed(_ order: ControllerOrder, of owner: NodeName?, _ trouble: Trouble) {
    say(
      Notice(
        event: "silence.refused", level: .warning, node: owner, subject: owner?.rawValue ?? "cluster",
        message: "\(order.words) failed: \(trouble.message); trying again"))
  }

  private mutating func heardNothing(from node: NodeName, _ trouble: Trouble) {
    guard silentSince[node] == nil else { return }
    silentSince[node] = now
    say(
      Notice(
        event: "node.silent", level: .warning, node: node, subject: node.rawValue,
        message: "\(trouble.message); trying again"))
  }

  private mutating func heard(from node: NodeName) {
    guard let since = silentSince.removeValue(forKey: node) else { return }
    say(
      Notice(
        event: "node.answers", node: node, subject: node.rawValue,
        message: "answers again after \(Phrase.seconds(now - since))", seconds: now - since))
  }
}
