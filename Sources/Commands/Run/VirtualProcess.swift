import Cluster
import Orchestration
import Planning
import Remote
import Simulation

/// One process of herdmon on a rehearsal's virtual time: what it sends to nodes, what it waits for, and its end, after
/// which nothing reaches it any more.
///
/// Its asynchronous parts, such as the lease, run in the thread that drives the rehearsal, in the order of what they
/// wait for.
final class VirtualProcess: RemoteShell, RunClock, TaskExecutor, @unchecked Sendable {
  // Safe: whatever wakes a task of this executor is an event of the simulated cluster, which one thread advances.

  typealias Answer = Result<CommandResult, NodeError>

  /// What reaches the process's run.
  enum Mail {
    case event(RunEvent)
    /// It is to come to a run.
    case open(VirtualBeginning.Kind)
    case opened(VirtualBeginning.Opening)
  }

  /// Answers to lines that were sent together, as far as they are there.
  private final class Answers {
    var all: [Answer?]

    init(count: Int) { all = Array(repeating: nil, count: count) }
  }

  /// An answer that is waited for.
  private final class Question {
    var result = CommandResult()
    var process: ProcessID?
    var then: ((Answer) -> Void)?

    func settle(_ answer: Answer) {
      let heir = then
      then = nil
      heir?(answer)
    }
  }

  private let cluster: SimulatedCluster
  private var mail: [Mail] = []
  /// How many pieces of mail are still to come in.
  private var expected = 0
  /// What the process's clock shows at the beginning of the rehearsal.
  private let origin: Timestamp
  private var questions: [Int: Question] = [:]
  private var lastQuestion = 0
  private var tasks: [Task<Void, Never>] = []
  private var sleepers: [Int: CheckedContinuation<Void, Never>] = [:]
  private var jobs: [UnownedJob] = []
  private var isBusy = false
  private var isGone = false
  private var awakeFrom = 0.0

  init(cluster: SimulatedCluster, origin: Timestamp) {
    self.cluster = cluster
    self.origin = origin
  }

  /// Ends it, as `kill -9` does: what runs on the nodes runs on.
  func end() {
    isGone = true
    let left = questions.sorted { $0.key < $1.key }.map(\.value)
    questions = [:]
    for task in tasks { task.cancel() }
    for question in left {
      if let process = question.process { cluster.disconnect(process) }
      question.settle(.failure(VirtualProcess.error(.connectionLost, "", "", "the process was killed")))
    }
    for sleeper in sleepers.sorted(by: { $0.key < $1.key }) { sleeper.value.resume() }
    sleepers = [:]
    drain()
    // A task holds its executor, and that is this process.
    tasks = []
  }

  /// Nothing reaches it for so long, as on a machine that is suspended; it finds all of it when it wakes.
  func suspend(seconds: Double) {
    awakeFrom = cluster.now + seconds
    cluster.after(seconds) {}
  }

  var isAwake: Bool { cluster.now >= awakeFrom }

  /// Does something so many seconds from now, if the process lives.
  func after(_ seconds: Double, _ action: @escaping () -> Void) {
    cluster.after(seconds) { [weak self] in
      self?.reach(action)
    }
  }

  /// Does something now, or when the process wakes.
  private func reach(_ action: @escaping () -> Void) {
    guard !isGone else { return }
    guard isAwake else { return after(awakeFrom - cluster.now, action) }
    action()
    drain()
  }

  // MARK: Mail

  /// A piece of mail will come.
  func expect() { expected += 1 }

  /// A piece of mail that was expected comes.
  func post(_ piece: Mail) {
    expected -= 1
    mail.append(piece)
  }

  /// The next piece of mail, if there is one and the process can take it.
  func takeMail() -> Mail? { isAwake && !mail.isEmpty ? mail.removeFirst() : nil }

  /// Whether anything is there or to come.
  var isExpecting: Bool { expected > 0 || !mail.isEmpty }

  // MARK: Command lines

  /// Runs command lines on a host at once, and goes on when each has ended.
  func send(_ lines: [CommandLine], to host: String, limit: Double, then: @escaping (Answer) -> Void) {
    let answers = Answers(count: lines.count)
    for (index, line) in lines.enumerated() {
      send(line, to: host, limit: limit) { answer in
        answers.all[index] = answer
        let all = answers.all.compactMap(\.self)
        guard all.count == lines.count else { return }
        then(
          Result { () throws(NodeError) in
            var results: [CommandResult] = []
            for answer in all { results.append(try answer.get()) }
            return CommandResult(joining: results)
          })
      }
    }
  }

  /// Runs a command line on a host.
  func send(_ line: CommandLine, to host: String, limit: Double, then: @escaping (Answer) -> Void) {
    lastQuestion += 1
    let id = lastQuestion
    let question = Question()
    question.then = then
    questions[id] = question
    // Whoever waits in the cluster for a process that has ended must not keep it.
    let fail = { [weak self] (kind: NodeError.Kind, answered: String) in
      self?.settle(id, .failure(VirtualProcess.error(kind, host, line.purpose, answered))) ?? ()
    }
    switch cluster.port(of: host) {
    case .closed: return after(0.01) { fail(.unreachable, "connection refused") }
    case .silent: return after(limit) { fail(.deadlineExceeded, "no answer in time") }
    case .open: break
    }
    question.process = cluster.start(
      line.text, on: host,
      write: { stream, bytes in
        if stream == .output { question.result.output += bytes } else { question.result.errors += bytes }
      },
      end: { [weak self] exit in
        guard exit != .none else { return self?.reach { fail(.connectionLost, "the connection was lost") } ?? () }
        question.result.exit = exit
        self?.reach { [weak self] in self?.settle(id, .success(question.result)) }
      })
    after(limit) { fail(.deadlineExceeded, "no answer in time") }
  }

  private func settle(_ id: Int, _ answer: Answer) {
    guard let question = questions.removeValue(forKey: id) else { return }
    if case .failure = answer, let process = question.process { cluster.disconnect(process) }
    question.settle(answer)
  }

  private static func error(
    _ kind: NodeError.Kind, _ host: String, _ tried: String, _ answered: String
  ) -> NodeError {
    NodeError(kind: kind, host: host, tried: tried, answered: answered, remedy: "")
  }

  // MARK: Asynchronous parts

  func now() -> Timestamp { origin + cluster.now }

  func run(_ line: CommandLine, on host: String, deadline: Duration) async throws(NodeError) -> CommandResult {
    guard !isGone else { throw VirtualProcess.error(.connectionLost, host, line.purpose, "the process was killed") }
    let answer = await withCheckedContinuation { continuation in
      send(line, to: host, limit: deadline / .seconds(1)) { continuation.resume(returning: $0) }
    }
    return try answer.get()
  }

  func sleep(seconds: Double) async {
    guard !isGone else { return }
    lastQuestion += 1
    let id = lastQuestion
    await withCheckedContinuation { continuation in
      sleepers[id] = continuation
      after(seconds) { [weak self] in self?.sleepers.removeValue(forKey: id)?.resume() }
    }
  }

  /// Begins work that waits for answers and for time.
  func launch(_ work: @escaping @Sendable () async -> Void) {
    tasks.append(Task(executorPreference: self) { await work() })
    drain()
  }

  func enqueue(_ job: consuming ExecutorJob) { jobs.append(UnownedJob(job)) }

  /// Carries out what is due, until every task waits or has ended.
  private func drain() {
    guard !isBusy else { return }
    isBusy = true
    while !jobs.isEmpty { jobs.removeFirst().runSynchronously(on: asUnownedTaskExecutor()) }
    isBusy = false
  }
}
