import Glibc
import LabWire

// Started by the lab's sshd for every command: `herdmon-lab-shell DIRECTORY HOST`. Hands the command line to the
// daemon and its answer back. Imports nothing large, since its start is part of every round trip.

/// Says why and ends as an ssh client does when there is no connection.
func give(up message: String) -> Never {
  _ = LabSocket.write(Array("herdmon-lab-shell: \(message)\n".utf8), to: 2)
  exit(255)
}

/// Ends as the command ended.
func end(with frame: LabFrame) -> Never {
  switch frame {
  case .status(let status): exit(status)
  case .signal(let name):
    let numbers = [
      "HUP": SIGHUP, "INT": SIGINT, "QUIT": SIGQUIT, "ABRT": SIGABRT, "KILL": SIGKILL,
      "SEGV": SIGSEGV,
    ]
    var noCore = rlimit(rlim_cur: 0, rlim_max: 0)
    setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &noCore)
    let number = numbers[name] ?? SIGTERM
    signal(number, SIG_DFL)
    raise(number)
    exit(128 + number)
  case .cut, .output, .errors:
    // The host is gone, and its sshd with it in a moment: nothing may be said on its behalf before that.
    sleep(3)
    exit(255)
  }
}

guard CommandLine.arguments.count == 3 else { give(up: "usage: herdmon-lab-shell DIRECTORY HOST") }
let (directory, host) = (CommandLine.arguments[1], CommandLine.arguments[2])
let line = getenv("SSH_ORIGINAL_COMMAND").map { String(cString: $0) } ?? ""

signal(SIGPIPE, SIG_IGN)
guard let daemon = LabSocket.connect(directory: directory) else {
  give(up: "no practice cluster answers in \(directory); start one with: herdmon lab up")
}
guard LabSocket.write(LabRequest.run(host: host, line: line).bytes, to: daemon) else {
  give(up: "the practice cluster in \(directory) went away")
}

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
  guard let bytes = LabSocket.read(from: daemon), !bytes.isEmpty else {
    give(up: "the practice cluster in \(directory) went away")
  }
  for frame in reader.read(bytes) {
    switch frame {
    case .output(let bytes): guard LabSocket.write(bytes, to: 1) else { exit(255) }
    case .errors(let bytes): guard LabSocket.write(bytes, to: 2) else { exit(255) }
    case .status, .signal, .cut: end(with: frame)
    }
  }
}
