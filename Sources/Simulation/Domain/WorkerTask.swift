import Remote

/// A worker of Proxmox: what `pct`, `qm` and the daemons fork for real work. It logs to its file and, when a command
/// line tool started it, to that tool's output.
/// - Source: facts/pve.md 1.1, 1.3, 1.4.
final class WorkerTask {
  enum Ending: Equatable {
    case ok
    case error(String)
    case warnings(Int)
    /// Killed or lost with its node before it could say how it ended.
    case unexpected
  }

  let type: String
  let subject: String
  let upid: String
  let pid: Int
  let startedAt: Double
  let beganAt: Double
  unowned let node: SimulatedNode
  private(set) var ending: Ending?
  private(set) var endedAt: Double?
  /// The tool that waits for it; nil for work of daemons.
  private weak var process: Process?
  private let hasProcess: Bool
  private var isInterrupted = false
  private var heldLocks: [String] = []
  /// The node to which it moves a guest, if it does.
  var target: String?
  /// What must be put right when it is killed.
  var onInterrupt: (() -> Void)?
  /// Told how it ended, for daemons.
  var onEnd: ((Ending) -> Void)?

  init(_ type: String, _ subject: String, on node: SimulatedNode, process: Process?) {
    self.type = type
    self.subject = subject
    self.node = node
    self.process = process
    hasProcess = process != nil
    pid = node.nextPID()
    startedAt = node.timestamp.seconds
    beganAt = node.cluster.now
    let start = Int(node.uptime * 100)
    upid = "UPID:\(node.name):\(Pad.hex(pid)):\(Pad.hex(start)):\(Pad.hex(Int(startedAt))):\(type):\(subject):root@pam:"
    node.tasks.append(self)
    if node.tasks.count > 400 { node.tasks.removeAll { $0.ending != nil && $0 !== self } }
    process?.onBrokenPipe = { [weak self] in self?.interrupt(reason: "broken pipe ") }
    process?.onSignal = { [weak self] _ in
      self?.interrupt(reason: "interrupted by signal")
      return true
    }
  }

  var isRunning: Bool { ending == nil }

  /// Whether a command line tool started it.
  var isOrdered: Bool { hasProcess }

  /// Status text as the task index holds it.
  var statusText: String {
    switch ending {
    case .ok: "OK"
    case .error(let text): text
    case .warnings(let count): "WARNINGS: \(count)"
    case .unexpected: "unexpected status"
    case nil: ""
    }
  }

  /// The file of its log.
  var logPath: String {
    let digit = Pad.hex(Int(startedAt)).suffix(1)
    return "/var/log/pve/tasks/\(digit)/\(upid)"
  }

  /// One line of the log.
  func log(_ line: String) {
    guard isRunning, !isInterrupted else { return }
    _ = node.files.tree.makeDirectory(Path.parent(logPath), mode: 0o755)
    _ = node.files.tree.write(logPath, Array((line + "\n").utf8), append: true)
    guard hasProcess else { return }
    guard let process, process.exit == nil else { return interrupt(reason: "broken pipe ") }
    process.out(line + "\n")
  }

  /// One line with the time before it, as migrations write.
  func say(_ text: String) { log("\(CivilTime.log(node.timestamp)) \(text)") }

  /// Seconds since it began.
  var duration: String { CivilTime.duration(node.cluster.now - beganAt) }

  /// Runs `action` later, unless the task has ended or is being killed by then.
  func after(_ seconds: Double, _ action: @escaping () -> Void) {
    node.after(seconds) { [weak self] in
      guard let self, self.isRunning, !self.isInterrupted else { return }
      action()
    }
  }

  func succeed() {
    log("TASK OK", onlyFile: true)
    close(.ok)
    process?.finish(0)
  }

  /// Ends with an error: its text alone goes to standard error.
  func fail(_ reason: String) {
    log("TASK ERROR: \(reason)", onlyFile: true)
    close(.error(reason))
    process?.fail(reason)
  }

  private func log(_ line: String, onlyFile: Bool) {
    _ = node.files.tree.makeDirectory(Path.parent(logPath), mode: 0o755)
    _ = node.files.tree.write(logPath, Array((line + "\n").utf8), append: true)
  }

  private func close(_ ending: Ending) {
    guard self.ending == nil else { return }
    self.ending = ending
    endedAt = node.timestamp.seconds
    for lock in heldLocks { node.fileLocks[lock] = nil }
    heldLocks = []
    process?.onSignal = nil
    process?.onBrokenPipe = nil
    onInterrupt = nil
    onEnd?(ending)
    onEnd = nil
  }

  /// TERM now, KILL in five seconds: what it was about to do does not happen any more.
  func interrupt(reason: String) {
    guard isRunning, !isInterrupted else { return }
    isInterrupted = true
    onInterrupt?()
    onInterrupt = nil
    node.after(5) { [weak self] in
      guard let self, self.isRunning else { return }
      self.log("TASK ERROR: \(reason)", onlyFile: true)
      self.close(.error(reason))
      self.process?.fail(reason)
    }
  }

  /// The node went down under it.
  func lose() {
    onInterrupt?()
    close(.unexpected)
  }

  /// Takes a flock, waiting up to ten seconds for it (facts/pve.md 5.3 B).
  func acquire(_ path: String, _ then: @escaping (_ failure: String?) -> Void) { acquire(path, tries: 10, then) }

  private func acquire(_ path: String, tries: Int, _ then: @escaping (String?) -> Void) {
    if node.fileLocks[path] == nil || node.fileLocks[path] === self {
      node.fileLocks[path] = self
      heldLocks.append(path)
      return then(nil)
    }
    if tries == 10 { log("trying to acquire lock...") }
    guard tries > 0 else { return then("can't lock file '\(path)' - got timeout") }
    after(1) { self.acquire(path, tries: tries - 1, then) }
  }
}
