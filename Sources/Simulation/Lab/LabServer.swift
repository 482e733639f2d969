import Glibc

/// The sshd of one simulated host: up while the host's port is open, gone while the host reboots.
final class LabServer {
  /// What its sshd is doing.
  private enum State {
    /// The simulated host is down.
    case stopped
    /// The simulated host is up, and so is sshd.
    case running(pid_t)
    /// The simulated host says nothing: sshd and its sessions are held as they are. nil if sshd had fallen.
    case frozen(pid_t?)
    /// sshd ended by itself or by someone's hand; it is started again at that time.
    case fallen(restartAt: Double)
  }

  /// As systemd's `RestartSec` for a service that fell: long enough to be seen.
  static let restartSeconds = 5.0

  let host: LabRecord.Host
  private let program: String
  private let directory: LabDirectory
  private let say: (String) -> Void
  private var state = State.stopped

  init(
    host: LabRecord.Host, program: String, directory: LabDirectory, say: @escaping (String) -> Void
  ) {
    self.host = host
    self.program = program
    self.directory = directory
    self.say = say
  }

  /// Follows the simulated host's port.
  func follow(_ port: SimulatedCluster.Port, at now: Double) {
    switch (port, state) {
    case (.open, .stopped): start(at: now)
    case (.open, .frozen(let process)):
      signalAll(SIGCONT)
      if let process { state = .running(process) } else { start(at: now) }
    case (.open, .running), (.open, .fallen): break
    case (.closed, .stopped): break
    case (.closed, .running), (.closed, .frozen), (.closed, .fallen): stop()
    case (.silent, .running(let process)):
      signalAll(SIGSTOP)
      state = .frozen(process)
    case (.silent, .fallen): state = .frozen(nil)
    case (.silent, .stopped), (.silent, .frozen): break
    }
  }

  /// When it wants to be looked at again.
  var nextEventAt: Double? {
    if case .fallen(let time) = state { time } else { nil }
  }

  /// Starts an sshd again that fell long enough ago.
  func advance(to now: Double) {
    if case .fallen(let time) = state, time <= now { start(at: now) }
  }

  /// Takes note of a process that ended.
  func noteEnd(of process: pid_t, at now: Double) {
    switch state {
    case .running(process):
      say(
        "\(host.name): sshd (process \(process)) ended; it is started again in \(Int(LabServer.restartSeconds)) s"
      )
      state = .fallen(restartAt: now + LabServer.restartSeconds)
    case .frozen(process): state = .frozen(nil)
    case .stopped, .running, .frozen, .fallen: break
    }
  }

  /// Ends sshd and every connection through it, as a node's end does.
  func stop() {
    let listener: pid_t? =
      switch state {
      case .running(let process): process
      case .frozen(let process): process
      case .stopped, .fallen: nil
      }
    LabServer.end(listener: listener, port: host.port)
    unlink(directory.pidFile(of: host.name))
    state = .stopped
  }

  /// Ends whatever serves this port, with sshd's listener known or not.
  static func end(listener: pid_t?, port: UInt16) {
    // Sessions go first, so that their parent can still collect them; then what has come in the meantime.
    for process in SessionTable.servers(ofPort: port) where process != listener {
      kill(process, SIGKILL)
    }
    if let listener {
      kill(listener, SIGCONT)
      usleep(10_000)
      kill(listener, SIGKILL)
      var status: Int32 = 0
      waitpid(listener, &status, 0)
    }
    for process in SessionTable.servers(ofPort: port) { kill(process, SIGKILL) }
  }

  private func start(at now: Double) {
    let arguments = [
      program, "-D", "-f", directory.serverSettings(of: host.name), "-E",
      directory.serverLog(of: host.name),
    ]
    let nothing = LocalProgram.Source.file("/dev/null", flags: O_RDWR)
    guard let process = LocalProgram.start(arguments, descriptors: [nothing, nothing, nothing])
    else {
      say("\(host.name): \(program) can't be started: \(String(cString: strerror(errno)))")
      state = .fallen(restartAt: now + LabServer.restartSeconds)
      return
    }
    say("\(host.name): sshd (process \(process)) on 127.0.0.1:\(host.port)")
    state = .running(process)
  }

  private func signalAll(_ number: Int32) {
    for process in SessionTable.servers(ofPort: host.port) { kill(process, number) }
  }
}
