import Glibc
import Local

/// The sshd of one simulated host: up while the host's port is open, gone while the host reboots.
final class LabServer {
  /// What its sshd is doing.
  private enum State {
    /// The simulated host is down.
    case stopped
    /// The simulated host is up, and so is sshd.
    case running(pid_t)
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

  init(host: LabRecord.Host, program: String, directory: LabDirectory, say: @escaping (String) -> Void) {
    self.host = host
    self.program = program
    self.directory = directory
    self.say = say
  }

  /// Follows the simulated host's port.
  func follow(_ port: SimulatedCluster.Port, at now: Double) {
    switch (port, state) {
    case (.open, .stopped): start(at: now)
    case (.open, .running), (.open, .fallen): break
    // On the loopback no host can be out of reach: one that is off refuses connections too.
    case (.closed, .running), (.closed, .fallen), (.silent, .running), (.silent, .fallen): stop()
    case (.closed, .stopped), (.silent, .stopped): break
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
    guard case .running(process) = state else { return }
    say("\(host.name): sshd (process \(process)) ended; it is started again in \(Int(LabServer.restartSeconds)) s")
    state = .fallen(restartAt: now + LabServer.restartSeconds)
  }

  /// Ends sshd and every connection through it, as a node's end does.
  func stop() {
    let listener: pid_t? = if case .running(let process) = state { process } else { nil }
    LabServer.end(listener: listener, port: host.port)
    unlink(directory.pidFile(of: host.name))
    state = .stopped
  }

  /// Ends whatever serves this port, with sshd's listener known or not.
  static func end(listener: pid_t?, port: UInt16) {
    // Sessions go first, so that their parent can still collect them; then what has come in the meantime.
    for process in SessionTable.servers(ofPort: port) where process != listener { kill(process, SIGKILL) }
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
    guard let process = LocalProgram.start(arguments, descriptors: [nothing, nothing, nothing]) else {
      say("\(host.name): \(program) can't be started: \(String(cString: strerror(errno)))")
      state = .fallen(restartAt: now + LabServer.restartSeconds)
      return
    }
    say("\(host.name): sshd (process \(process)) on 127.0.0.1:\(host.port)")
    state = .running(process)
  }
}
