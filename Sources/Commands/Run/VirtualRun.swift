import Cluster
import Planning
import Proxmox
import Remote
import Simulation

/// A whole run against a simulated cluster on virtual time: synchronous, and the same to the byte for the same seed.
///
/// It carries the same actions out as the orchestrator does, by the same command lines; only waiting costs nothing.
struct VirtualRun {
  /// One thing that comes due outside the simulated cluster.
  private struct Due {
    var at: Double
    var order: Int
    var what: What
    enum What {
      case wake(WakeID)
      case limit(RequestID)
      case event(RunEvent)
    }
  }

  private final class Question {
    var output: [UInt8] = []
    var errors: [UInt8] = []
    var process: ProcessID?
    var isOver = false
  }

  let cluster: SimulatedCluster
  let epoch: Timestamp
  let run: RunID
  let hosts: [NodeName: String]
  var onRecord: (RunRecord) -> Void = { _ in }
  /// The controller is killed right after so many events, and another takes the run up from the journal.
  var killedAfter: Int?

  private var machine: RunMachine
  private var due: [Due] = []
  private var order = 0
  private var seq = 0
  private var questions: [RequestID: Question] = [:]
  private var outcome: RunOutcome?
  private var journal: [(event: RunEvent, time: Timestamp)] = []
  private let inbox = Inbox()

  /// Answers that the simulated cluster gives while it advances.
  private final class Inbox {
    var events: [RunEvent] = []
  }

  init(start: RunStart, cluster: SimulatedCluster, epoch: Timestamp, hosts: [NodeName: String]) {
    self.cluster = cluster
    self.epoch = epoch
    self.run = start.id
    self.hosts = hosts
    machine = RunMachine(start, at: epoch + cluster.now)
  }

  /// Carries the run out from its first event.
  mutating func carryOut(from start: RunStart) -> RunOutcome {
    take(.began(start))
    while outcome == nil {
      deliver()
      if outcome != nil { break }
      let next = due.min { ($0.at, $0.order) < ($1.at, $1.order) }
      guard let at = [next?.at, cluster.nextEventAt].compactMap({ $0 }).min() else { break }
      cluster.advance(to: max(at, cluster.now))
      deliver()
      fireDue()
    }
    return outcome
      ?? RunOutcome(
        result: .attention, restarted: [], moves: 0, strays: [], reason: "nothing is left that could happen",
        remedy: "", seconds: cluster.now, forecastSeconds: 0)
  }

  private var now: Timestamp { epoch + cluster.now }

  private mutating func deliver() {
    while outcome == nil, !inbox.events.isEmpty { take(inbox.events.removeFirst()) }
  }

  private mutating func fireDue() {
    while outcome == nil {
      guard let index = due.indices.filter({ due[$0].at <= cluster.now }).min(by: { due[$0].order < due[$1].order })
      else { return }
      switch due.remove(at: index).what {
      case .wake(let id): take(.woke(id))
      case .event(let event): take(event)
      case .limit(let id):
        guard let question = questions.removeValue(forKey: id), !question.isOver else { continue }
        question.isOver = true
        if let process = question.process { cluster.disconnect(process) }
        take(.unanswered(id, Trouble(code: "deadline", message: "no answer in time", isTransient: true)))
      }
    }
  }

  private mutating func take(_ event: RunEvent) {
    journal.append((event, now))
    for action in machine.handle(event, at: now) { perform(action) }
    if let limit = killedAfter, journal.count >= limit, outcome == nil { die() }
  }

  /// Everything that the process knew and waited for is gone; the journal and what runs on the nodes is left.
  private mutating func die() {
    killedAfter = nil
    for id in questions.keys.sorted() {
      guard let question = questions[id], !question.isOver else { continue }
      question.isOver = true
      if let process = question.process { cluster.disconnect(process) }
    }
    questions = [:]
    due = []
    inbox.events = []
    guard case .began(let start) = journal.first?.event, let began = journal.first?.time else { return }
    machine = RunMachine(start, at: began)
    for (event, time) in journal { _ = machine.handle(event, at: time) }
    later(20, .event(.resumed))
  }

  private mutating func perform(_ action: RunAction) {
    switch action {
    case .say(let notice):
      seq += 1
      onRecord(RunRecord(run: run, seq: seq, time: now, notice: notice))
    case .end(let result): outcome = result
    case .wake(let id, let seconds): later(seconds, .wake(id))
    case .ask(let id, let node, let request, let limit): ask(id, node, request, limit)
    }
  }

  private mutating func later(_ seconds: Double, _ what: Due.What) {
    order += 1
    due.append(Due(at: cluster.now + seconds, order: order, what: what))
  }

  private mutating func ask(_ id: RequestID, _ node: NodeName, _ request: RunRequest, _ limit: Double) {
    let host = hosts[node] ?? node.rawValue
    let marker = "v\(run)\(id.rawValue)"
    let line = NodeProtocol.line(for: request, to: node, run: run, marker: marker)
    switch cluster.port(of: host) {
    case .closed:
      let trouble = Trouble(code: "unreachable", message: "connection refused", isTransient: true)
      later(0.01, .event(.unanswered(id, trouble)))
      return
    case .silent:
      later(limit, .event(.unanswered(id, Trouble(code: "deadline", message: "no answer in time", isTransient: true))))
      return
    case .open: break
    }
    let question = Question()
    questions[id] = question
    let inbox = inbox
    let run = run
    question.process = cluster.start(
      line.text, on: host,
      write: { stream, bytes in
        if stream == .output { question.output += bytes } else { question.errors += bytes }
      },
      end: { exit in
        guard !question.isOver else { return }
        question.isOver = true
        let result = CommandResult(output: question.output, errors: question.errors, exit: exit)
        inbox.events.append(VirtualRun.event(id, node, request, run: run, marker: marker, result: result))
      })
    later(limit, .limit(id))
  }

  private static func event(
    _ id: RequestID, _ node: NodeName, _ request: RunRequest, run: RunID, marker: String, result: CommandResult
  ) -> RunEvent {
    if result.exit == .none {
      // The node went down under the command, as it does under the order to reboot.
      if case .reboot = request { return .answered(id, .done) }
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
