/// The settings files that a lab writes, as text.
struct LabSettings {
  let directory: LabDirectory
  let record: LabRecord
  /// Who may log in: whoever started the lab.
  let user: String
  /// Program, and arguments if need be, that take a directory and a host and relay a command.
  let labShell: [String]
  /// Whether PAM must be asked, because the account is locked and sshd by itself would refuse it.
  let needsPAM: Bool

  /// sshd_config of one host. What OpenSSH limits by default (MaxSessions, MaxStartups) stays as it is on a real node.
  func server(_ host: LabRecord.Host) -> String {
    // A login shell reads the user's rc files, unless it believes that it runs inside another one and has no home: they
    // would print into answers, and cost more time than the command.
    """
    ListenAddress 127.0.0.1
    Port \(host.port)
    HostKey "\(directory.hostKey(of: host.name))"
    PidFile "\(directory.pidFile(of: host.name))"
    AuthorizedKeysFile "\(unexpanded(directory.authorizedKeys))"
    AllowUsers \(user)
    PermitRootLogin prohibit-password
    PubkeyAuthentication yes
    PasswordAuthentication no
    KbdInteractiveAuthentication no
    UsePAM \(needsPAM ? "yes" : "no")
    StrictModes no
    UseDNS no
    PermitUserRC no
    PermitUserEnvironment no
    PrintMotd no
    PrintLastLog no
    AllowTcpForwarding no
    X11Forwarding no
    SetEnv SHLVL=1 HOME="\(directory.folder(of: host.name))"
    ForceCommand exec \((labShell + [directory.path, host.name]).map(quoted).joined(separator: " "))

    """
  }

  /// ssh_config for the operator's own ssh: `ssh -F FILE pve1 pct list`.
  func client() -> String {
    var text = """
      User \(user)
      IdentityFile "\(unexpanded(directory.clientKey))"
      IdentitiesOnly yes
      IdentityAgent none
      UserKnownHostsFile "\(unexpanded(directory.knownHosts))"
      GlobalKnownHostsFile /dev/null
      StrictHostKeyChecking yes
      BatchMode yes

      """
    for host in record.hosts {
      text += "Host \(host.name)\n  HostName 127.0.0.1\n  Port \(host.port)\n"
    }
    return text
  }

  /// herdmon.toml of the lab's cluster. Intervals shrink with the scale, since simulated time flies; patience does not,
  /// since the machine it runs on is as slow as ever.
  func herdmon() -> String {
    let nodes = record.hosts.filter { !$0.isBackupServer }.map(entry).joined(separator: ",\n")
    let backupServers = record.hosts.filter(\.isBackupServer).map(entry).joined(separator: ",\n")
    return """
      # Written by `herdmon lab up`; the next one writes it anew.
      [cluster.\(record.cluster)]
      nodes = [
      \(nodes),
      ]
      backup_servers = [
      \(backupServers),
      ]
      state_dir = \(text(directory.stateDirectory))
      controller = \(LabSettings.controller)

      [ssh]
      user = \(text(user))
      identity_files = [\(text(directory.clientKey))]
      agent = false
      known_hosts = [\(text(directory.knownHosts))]
      lease_refresh = "\(interval(min(30, 30 * record.scale), atLeast: 0.1))"

      [timing]
      poll = "\(interval(2, atLeast: 0.1))"
      stagger = "\(interval(0.25, atLeast: 0.05))"
      retry = "\(interval(2, atLeast: 0.1))"
      retry_max = "\(interval(15, atLeast: 0.5))"
      reboot_poll = "\(interval(5, atLeast: 0.25))"

      """
  }

  /// The machine in the seed's herd that the automation runs in.
  static let controller = 200

  /// An interval in real time, to the hundredth of a second.
  func interval(_ seconds: Double, atLeast least: Double) -> String {
    let hundredths = Int((max(seconds / record.scale, least) * 100).rounded())
    let rest = hundredths % 100
    let digits =
      rest == 0 ? "" : rest % 10 == 0 ? ".\(rest / 10)" : rest < 10 ? ".0\(rest)" : ".\(rest)"
    return "\(hundredths / 100)\(digits)s"
  }

  private func entry(_ host: LabRecord.Host) -> String {
    "  { name = \(text(host.name)), address = \"127.0.0.1\", port = \(host.port) }"
  }

  /// OpenSSH expands per cent signs in some paths.
  private func unexpanded(_ path: String) -> String { path.replacing("%", with: "%%") }

  /// A TOML string.
  private func text(_ value: String) -> String {
    "\"" + value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  /// A word for the login shell that sshd gives the command to.
  private func quoted(_ word: String) -> String { "'" + word.replacing("'", with: "'\\''") + "'" }
}
