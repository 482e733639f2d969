import Remote

@testable import SSH

/// A line for the shell of the host.
func sh(_ script: String, purpose: String = "try") -> Remote.CommandLine {
  Remote.CommandLine(Command("sh", "-c", .word(script)), purpose: purpose)
}

/// Shell text that sets `p` to the first process of this command and `sshd` to the sshd that started it.
let findSSHD = """
  p=$$; sshd=$PPID
  while [ "$(cat /proc/$sshd/comm)" != sshd ]; do p=$sshd; sshd=$(cut -d' ' -f4 /proc/$p/stat); done

  """

/// What a script prints.
func output(of script: String, by shell: SSHShell) async throws -> String {
  try await shell.run(sh(script), on: "pve1", deadline: .seconds(120)).outputText
}

/// The error of a run that must fail.
func failure(
  of shell: SSHShell, _ line: Remote.CommandLine = sh("true"), deadline: Duration = .seconds(120)
) async -> NodeError? {
  do {
    _ = try await shell.run(line, on: "pve1", deadline: deadline)
    return nil
  } catch {
    return error
  }
}

extension NodeError.Kind {
  var isHostKeyUnknown: Bool {
    if case .hostKeyUnknown = self { true } else { false }
  }
}
