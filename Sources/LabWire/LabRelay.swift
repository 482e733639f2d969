import Glibc
import Local

/// The lab's end of an SSH channel: hands the channel's command line to the daemon and its answer back.
public struct LabRelay {
  private let directory: String
  private let host: String

  /// A relay to the lab in `directory` for the simulated `host`.
  public init(directory: String, host: String) {
    self.directory = directory
    self.host = host
  }

  /// Relays one command and ends as it ended.
  /// - Parameter line: empty when the channel asked for a shell.
  public func run(_ line: String) -> Never {
    signal(SIGPIPE, SIG_IGN)
    guard let daemon = LocalSocket.connect(directory: directory, name: LabRequest.socketName) else {
      giveUp("no practice cluster answers in \(directory); start one with: herdmon lab up")
    }
    guard LocalSocket.write(LabRequest.run(host: host, line: line).bytes, to: daemon) else { giveUp(lost) }
    var reader = LabFrameReader()
    while true {
      // Standard output is watched for its reader's end only: that is how a closed channel shows.
      var watched = [
        pollfd(fd: daemon, events: Int16(POLLIN), revents: 0),
        pollfd(fd: 1, events: 0, revents: 0),
      ]
      guard poll(&watched, 2, -1) > 0 else { continue }
      if watched[1].revents != 0 { exit(255) }
      guard watched[0].revents != 0 else { continue }
      guard let bytes = LocalSocket.read(from: daemon), !bytes.isEmpty else { giveUp(lost) }
      for frame in reader.read(bytes) { pass(on: frame) }
    }
  }

  private var lost: String { "the practice cluster in \(directory) went away" }

  private func pass(on frame: LabFrame) {
    switch frame {
    case .output(let bytes): if !LocalSocket.write(bytes, to: 1) { exit(255) }
    case .errors(let bytes): if !LocalSocket.write(bytes, to: 2) { exit(255) }
    case .status(let status): exit(status)
    case .signal(let name): die(of: name)
    case .cut:
      // The host is gone, and its sshd with it in a moment: nothing may be said on its behalf before that.
      sleep(3)
      exit(255)
    }
  }

  /// sshd reports the signal that ended its child.
  private func die(of name: String) -> Never {
    let numbers = [
      "HUP": SIGHUP, "INT": SIGINT, "QUIT": SIGQUIT, "ABRT": SIGABRT, "KILL": SIGKILL, "SEGV": SIGSEGV,
      "PIPE": SIGPIPE,
    ]
    var noCore = rlimit(rlim_cur: 0, rlim_max: 0)
    setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &noCore)
    let number = numbers[name] ?? SIGTERM
    signal(number, SIG_DFL)
    raise(number)
    exit(128 + number)
  }

  /// Says why and ends as an ssh client does when there is no connection.
  private func giveUp(_ message: String) -> Never {
    _ = LocalSocket.write(Array("herdmon lab: \(message)\n".utf8), to: 2)
    exit(255)
  }
}
