import Glibc
import LabWire
import Local

// Started by the lab's sshd for every command: `herdmon-lab-shell DIRECTORY HOST`. Imports nothing large, since its
// start is part of every round trip.

guard CommandLine.arguments.count == 3 else {
  _ = LocalSocket.write(Array("usage: herdmon-lab-shell DIRECTORY HOST\n".utf8), to: 2)
  exit(64)
}
let line = getenv("SSH_ORIGINAL_COMMAND").map { String(cString: $0) } ?? ""
LabRelay(directory: CommandLine.arguments[1], host: CommandLine.arguments[2]).run(line)
