import Cluster
import Planning
import Proxmox
import Remote
import Simulation

/// A whole run against a simulated cluster on virtual time: synchronous, and the same to the byte for the same seed.
///
/// It carries the same actions out as the orchestrator does, by the same command lines; only waiting costs nothing.
struct VirtualRun {
  private final class Question {
    var output: [UInt8] = []
    var errors: [UInt8] = []
    var process: ProcessID?
    var isOver = false
  }

  /// What reaches the controller while the cluster advances. Each process of it has a number, and what one waited for
  /// reaches none of the others.
  private final class Inbox {
    var events: [RunEvent] = []
    var process = 1
    /// How many questions and wake-up calls are still to come in.
    var expected = 0

    func expect() -> Int {
      expected += 1
      return process
    }

    func add(_ event: RunEvent, of process: Int) {
      guard process == self.process else { return }
      expected -= 1
      events.append(event)
    }
  }

  let cluster: SimulatedCluster
  let epoch: Timestamp
  let start: RunStart
  let hosts: [NodeName: String]
  var onRecord: (RunRecord) -> Void = { _ in }

  /// Every event with its time, as a journal holds them.
  private(set) var journal: [(event: RunEvent, time: Timestamp)] = []
  private var machine: RunMachine
  private var kills: [Int] = []
  private var refusals: [Int] = []
  private var jumps: [(at: Double, seconds: Double)] = []
  private var clockError = 0.0
  private var seq = 0
  private var questions: [RequestID: Question] = [:]
  private var outcome: RunOutcome?
  private let inbox = Inbox()
  private let marker: String

  init(
    start: RunStart, cluster: SimulatedCluster, epoch: Timestamp, hosts: [NodeName: String],
    faults: [ControllerFault] = []
  ) {
    self.cluster = cluster
    self.epoch = epoch
    self.start = start
    self.hosts = hosts
    marker = "v\(start.id)"
    machine = RunMachine(start, at: epoch + cluster.now)
    for fault in faults { prepare(fault) }
  }

  // MARK: From outside

  /// Carries the run out from its first event.
  /// - Returns: nil when it hangs: it has not ended and nothing is left that it waits for.
  mutating func carryOut() -> RunOutcome? {
    take(.began(start))
    return goOn()
  }

  /// Takes up a run that has ended before its work was done, as `herdmon resume` does.
  mutating func resume() -> RunOutcome? {
    outcome = nil
    take(.resumed)
    return goOn()
  }

  private mutating func goOn() -> RunOutcome? {
    deliver()
    while outcome == nil, inbox.expected > 0, let next = cluster.nextEventAt {
      cluster.advance(to: next)
      deliver()
    }
    return outcome
  }

  private mutating func deliver() {
    while outcome == nil, !inbox.events.isEmpty { take(inbox.events.removeFirst()) }
  }

  // MARK: Faults of the controller

  private mutating func prepare(_ fault: ControllerFault) {
    switch fault {
    case .killed(let count): kills.append(count)
    case .journalFull(let number): refusals.append(number)
    case .clockJump(let at, let seconds): jumps.append((at, seconds))
    case .steered(let at, let word):
      steer(word, at: at)
      // A run that nobody lets go on waits for ever, as it should.
      if word == "pause" { steer("proceed", at: at + 300) }
    }
  }

  private func steer(_ word: String, at seconds: Double) {
    let steering: Steering =
      switch word {
      case "pause": .pause
      case "proceed": .proceed
      default: .stop(.asked)
      }
    let inbox = inbox
    cluster.after(seconds - cluster.now) { inbox.events.append(.steered(steering)) }
  }

  /// The controller's clock. A process reads the wall once, when it begins, and counts by itself from there.
  private var now: Timestamp { epoch + cluster.now + clockError }

  private mutating func take(_ event: RunEvent) {
    if refusals.contains(journal.count + 1) {
      refusals.removeAll { $0 == journal.count + 1 }
      return die()
    }
    journal.append((event, now))
    for action in machine.handle(event, at: now) { perform(action) }
    guard kills.contains(journal.count), outcome == nil else { return }
    kills.removeAll { $0 == journal.count }
    die()
  }

  /// Everything that the process knew and waited for is gone; the journal and what runs on the nodes is left. A while
  /// later another process takes the run up.
  private mutating func die() {
    for question in questions.values { hangUp(question) }
    questions = [:]
    inbox.events = []
    inbox.process += 1
    inbox.expected = 0
    clockError = jumps.filter { $0.at <= cluster.now }.reduce(0) { $0 + $1.seconds }
    machine = RunMachine(start, at: journal.first?.time ?? now)
    for (event, time) in journal { _ = machine.handle(event, at: time) }
    later(20, journal.isEmpty ? .began(start) : .resumed)
  }

  private func hangUp(_ question: Question) {
    guard !question.isOver else { return }
    question.isOver = true
    if let process = question.process { cluster.disconnect(process) }
  }

  // MARK: Actions

  private mutating func perform(_ action: RunAction) {
    switch action {
    case .say(let notice):
      seq += 1
      onRecord(RunRecord(run: start.id, seq: seq, time: now, notice: notice))
    case .end(let result): outcome = result
    case .wake(let id, let seconds): later(seconds, .woke(id))
    case .ask(let id, let node, let request, let limit): ask(id, node, request, limit)
    }
  }

  private func later(_ seconds: Double, _ event: RunEvent) {
    let inbox = inbox
    let process = inbox.expect()
    cluster.after(seconds) { inbox.add(event, of: process) }
  }

  private mutating func ask(_ id: RequestID, _ node: NodeName, _ request: RunRequest, _ limit: Double) {
    let host = hosts[node] ?? node.rawValue
    let silence = Trouble(code: "deadline", message: "no answer in time", isTransient: true)
    switch cluster.port(of: host) {
    case .closed:
      let trouble = Trouble(code: "unreachable", message: "connection refused", isTransient: true)
      return later(0.01, .unanswered(id, trouble))
    case .silent: return later(limit, .unanswered(id, silence))
    case .open: break
    }
    let question = Question()
    questions[id] = question
    let inbox = inbox
    let marker = marker
    let run = start.id
    let process = inbox.expect()
    question.process = cluster.start(
      NodeProtocol.line(for: request, to: node, run: run, marker: marker).text, on: host,
      write: { stream, bytes in
        if stream == .output { question.output += bytes } else { question.errors += bytes }
      },
      end: { exit in
        guard !question.isOver else { return }
        question.isOver = true
        let result = CommandResult(output: question.output, errors: question.errors, exit: exit)
        inbox.add(VirtualRun.event(id, node, request, run: run, marker: marker, result: result), of: process)
      })
    cluster.after(limit) { [unowned cluster] in
      guard !question.isOver else { return }
      question.isOver = true
      if let process = question.process { cluster.disconnect(process) }
      inbox.add(.unanswered(id, silence), of: process)
    }
  }

  private static func event(
    _ id: RequestID, _ node: NodeName, _ request: RunRequest, run: RunID, marker: String, result: CommandResult
  ) -> RunEvent {
    if result.exit == .none {
      // The node went down under the command, as it does under the order to reboot.
      if request.takesNodeDown { return .answered(id, .done) }
      return .unanswered(
        id, Trouble(code: "connection-lost", message: "the connection was lost", isTransient: true))
    }
    do throws(NodeError) {
      return .answered(
        id, try NodeProtocol.answer(to: request, of: node, run: run, marker: marker, result: result))
    } catch {
      return .unanswered(id, Trouble(error))
    }
  }
}
