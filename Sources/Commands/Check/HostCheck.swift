import Remote

/// Whether a host can be reached, is the one it was, lets herdmon in, and lets it do what root does.
struct HostCheck: Sendable {
  /// Accepts the key that a host shows from now on, and tells where it is kept now.
  typealias Trust = @Sendable (_ host: String) async throws(NodeError) -> String

  /// Limit of one host's check, all of its attempts together.
  static let deadline = Duration.seconds(60)

  /// Runs command lines on the hosts.
  var shell: any RemoteShell
  /// Set for `--trust`.
  var trust: Trust?

  /// Points for one host, in the order in which they were found.
  func points(_ host: HostConfig) async -> [CheckPoint] {
    var points: [CheckPoint] = []
    do throws(NodeError) {
      let result: CommandResult
      do throws(NodeError) {
        result = try await whoAmI(on: host)
      } catch {
        guard case .hostKeyUnknown(let fingerprint) = error.kind, let trust else { throw error }
        let place = try await trust(host.label)
        points.append(.ok(host.label, "host key \(fingerprint) is trusted from now on, \(place)"))
        result = try await whoAmI(on: host)
      }
      points.append(HostCheck.point(host, result))
    } catch {
      points.append(.problem(host.label, "\(error.tried): \(error.answered)", HostCheck.remedy(for: error)))
    }
    return points
  }

  private func whoAmI(on host: HostConfig) async throws(NodeError) -> CommandResult {
    let line = CommandLine(Command("id", "-u", limitSeconds: 20), purpose: "see which user commands run as")
    return try await shell.run(line, on: host.label, deadline: HostCheck.deadline)
  }

  /// The verdict on who commands run as.
  static func point(_ host: HostConfig, _ result: CommandResult) -> CheckPoint {
    let user = host.ssh.user
    guard result.succeeded else {
      let said = result.errorText.trimmingBlanks
      return .problem(
        host.label, "logged in as \(user), but commands fail" + (said.isEmpty ? "" : ": \(said)"),
        host.ssh.usesSudo
          ? "let \(user) run everything without a password: \(user) ALL=(ALL) NOPASSWD: ALL, in /etc/sudoers.d/herdmon"
          : "look at the login shell and its start files")
    }
    guard result.outputText.trimmingBlanks == "0" else {
      return .problem(
        host.label, "logged in as \(user), who is not root",
        "log in as root, or set sudo = true in [ssh] and let \(user) use it without a password")
    }
    return .ok(host.label, host.ssh.usesSudo ? "login as \(user), root through sudo" : "login as \(user)")
  }

  private static func remedy(for error: NodeError) -> String {
    if case .hostKeyUnknown = error.kind {
      return "compare the fingerprint with ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub on the host, then "
        + "accept it with: herdmon check --trust"
    }
    return error.remedy
  }
}
