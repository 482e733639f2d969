import Remote

/// Signals that the simulated nodes know.
enum Signal: Int32 {
  case hangup = 1
  case interrupt = 2
  case kill = 9
  case pipe = 13
  case terminate = 15

  /// Name without `SIG`.
  var name: String {
    switch self {
    case .hangup: "HUP"
    case .interrupt: "INT"
    case .kill: "KILL"
    case .pipe: "PIPE"
    case .terminate: "TERM"
    }
  }

  /// Exit status by which a shell tells of a child that it killed.
  static func status(of exit: CommandResult.Exit) -> Int32 {
    switch exit {
    case .status(let status): status
    case .signal(let name):
      128 + ([Signal.hangup, .interrupt, .kill, .pipe, .terminate].first { $0.name == name }?.rawValue ?? 0)
    case .none: 255
    }
  }
}

/// Processes that belong together: those of an SSH channel or of a systemd unit. Their node owns them, not the group.
final class ProcessGroup {
  private struct Member {
    let id: ObjectIdentifier
    unowned let process: Process
  }

  private var members: [Member] = []

  func add(_ process: Process) { members.append(Member(id: ObjectIdentifier(process), process: process)) }

  /// A process leaves when it ends.
  func remove(_ id: ObjectIdentifier) { members.removeAll { $0.id == id } }

  func signal(_ signal: Signal) {
    for process in members.map(\.process) { process.signal(signal) }
  }
}

/// One running program on a simulated node.
final class Process {
  let pid: Int
  /// Program and arguments.
  let words: [String]
  let environment: [String: String]
  let streams: Streams
  let group: ProcessGroup
  unowned let node: SimulatedNode
  /// How it ended; nil while it runs.
  private(set) var exit: CommandResult.Exit?
  /// What a signal does instead of ending it; true when it was dealt with. KILL is never asked.
  var onSignal: ((Signal) -> Bool)?
  /// Told when the reader of an output is gone, instead of SIGPIPE.
  var onBrokenPipe: (() -> Void)?
  private var done: ((CommandResult.Exit) -> Void)?
  private var endings: [() -> Void] = []

  init(
    pid: Int, words: [String], environment: [String: String], streams: Streams, group: ProcessGroup,
    node: SimulatedNode, done: @escaping (CommandResult.Exit) -> Void
  ) {
    self.pid = pid
    self.words = words
    self.environment = environment
    self.streams = streams
    self.group = group
    self.node = node
    self.done = done
    group.add(self)
  }

  deinit { if exit == nil { group.remove(ObjectIdentifier(self)) } }

  var cluster: SimulatedCluster { node.cluster }

  /// Program name without its folder.
  var program: String { words[0].split(separator: "/").last.map(String.init) ?? words[0] }

  /// Arguments without the program.
  var arguments: ArraySlice<String> { words.dropFirst() }

  func out(_ text: String) { write(Array(text.utf8), to: 1) }

  func err(_ text: String) { write(Array(text.utf8), to: 2) }

  func write(_ bytes: [UInt8], to descriptor: Int) {
    guard exit == nil, !bytes.isEmpty, let sink = streams[descriptor], !sink.write(bytes) else { return }
    if let onBrokenPipe { onBrokenPipe() } else { end(.signal(Signal.pipe.name)) }
  }

  /// Says `text` on standard error and ends.
  func fail(_ text: String, status: Int32 = 255) {
    err(text + "\n")
    finish(status)
  }

  /// Ends with an exit status.
  func finish(_ status: Int32 = 0) { end(.status(status & 0xFF)) }

  func signal(_ signal: Signal) {
    guard exit == nil else { return }
    if signal != .kill, onSignal?(signal) == true { return }
    end(.signal(signal.name))
  }

  /// Runs `action` later, unless the process has ended by then.
  func after(_ seconds: Double, _ action: @escaping () -> Void) {
    cluster.after(seconds) {
      if self.exit == nil { action() }
    }
  }

  /// Runs `action` when it ends, however that comes about.
  func atEnd(_ action: @escaping () -> Void) { endings.append(action) }

  /// The whole standard input.
  func readAll(_ receive: @escaping ([UInt8]) -> Void) {
    var all: [UInt8] = []
    func next() {
      streams.input.read { bytes in
        guard let bytes else { return receive(all) }
        all += bytes
        next()
      }
    }
    next()
  }

  func end(_ exit: CommandResult.Exit) {
    guard self.exit == nil else { return }
    self.exit = exit
    group.remove(ObjectIdentifier(self))
    node.processes[pid] = nil
    let done = self.done
    self.done = nil
    onSignal = nil
    onBrokenPipe = nil
    for ending in endings { ending() }
    endings = []
    done?(exit)
  }
}
