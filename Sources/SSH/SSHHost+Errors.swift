import Remote

// The operator's words for all that can go wrong, one place for all of them. Nothing secret is ever at hand here.
extension SSHHost {
  private var sshdHint: String { "look at sshd on the host: `journalctl -u ssh -n 20`" }

  /// For a server that accepts connections and says nothing.
  var silentServer: String { "the host accepts connections but sshd says nothing: it may hang or be overloaded" }

  func error(_ kind: NodeError.Kind, _ tried: String, _ answered: String, _ remedy: String) -> NodeError {
    NodeError(kind: kind, host: name, tried: tried, answered: answered, remedy: remedy)
  }

  // Before the login.

  func lookupFailed(_ reason: String) -> NodeError {
    error(
      .unreachable, "look up \(address)", reason, "correct the address, or use the host's IP address instead of a name")
  }

  func dialFailed(_ failure: Dial.Failure) -> NodeError {
    let tried = "connect to \(target)"
    return switch failure {
    case .refused(let where_):
      error(.unreachable, tried, "refused by \(where_)", "is sshd running there, and on port \(port)?")
    case .noRoute(let reason):
      error(.unreachable, tried, reason, "is the network between here and the host up?")
    case .noAnswer(let where_):
      error(.unreachable, tried, "no answer from \(where_)", "is the host up? A firewall may swallow the packets")
    case .cancelled: error(.unreachable, tried, "given up by the caller", "")
    case .other(let reason): error(.unreachable, tried, reason, "")
    }
  }

  func handshakeFailed(_ reason: String) -> NodeError {
    error(
      .unreachable, "exchange keys with \(target)", reason,
      "sshd must allow a key exchange, a cipher and a host key (Ed25519 or ECDSA) that libssh2 knows")
  }

  func droppedBeforeLogin(_ reason: String) -> NodeError {
    error(
      .unreachable, "exchange keys with \(target)", reason,
      "sshd hung up before the login: MaxStartups, PerSourcePenalties, or it is about to stop; \(sshdHint)")
  }

  func droppedDuringLogin(_ reason: String) -> NodeError {
    error(.unreachable, "log in to \(target)", reason, "sshd hung up during the login; \(sshdHint)")
  }

  func interrupted(_ interruption: SSHSession.Interruption, while step: String, hint: String) -> NodeError {
    switch interruption {
    case .lost(let error): error
    case .cancelled: error(.unreachable, "connect to \(target)", "given up by the caller while \(step)", "")
    case .deadline: error(.unreachable, "connect to \(target)", "no answer in time while \(step)", hint)
    }
  }

  func notConnected(within deadline: Duration, stage: String) -> NodeError {
    error(
      .unreachable, "connect to \(target)", "not connected within \(deadline.inSeconds): still \(stage)",
      "is the host up and reachable?")
  }

  // Keys.

  func keyUnusable(_ problem: KeyFile.Problem) -> NodeError {
    error(.keyUnusable, "log in to \(target)", "key file \(problem.path) \(problem.reason)", problem.remedy)
  }

  func loginRefused(offered: [String], remarks: [String]) -> NodeError {
    let offers = offered.isEmpty ? "no key to offer" : "none of these was accepted: " + offered.joined(separator: ", ")
    let authorize = "append the key's .pub to ~\(user)/.ssh/authorized_keys there (`ssh-copy-id`)"
    let make = "make a key with `ssh-keygen -t ed25519`, then \(authorize)"
    return error(
      .loginRefused, "log in to \(target)", ([offers] + remarks).joined(separator: "; "),
      offered.isEmpty ? make : authorize)
  }

  func hostKeyRejected(_ report: HostKeyReport, unreadable: [String]) -> NodeError {
    let tried = "check the host key of \(target)"
    let shown = "it shows \(report.keyType) \(report.fingerprint)"
    switch report.verdict {
    case .known, .unknown:
      var answered = "\(shown), which is not in known_hosts"
      if case .unknown(let others) = report.verdict, !others.isEmpty {
        answered += " (known are " + others.map { "\($0.keyType) at \($0)" }.joined(separator: ", ") + ")"
      }
      if !unreadable.isEmpty { answered += "; not readable: " + unreadable.joined(separator: ", ") }
      return error(
        .hostKeyUnknown(fingerprint: report.fingerprint), tried, answered,
        "compare it with `ssh-keygen -lf /etc/ssh/ssh_host_\(keyFileWord(report.keyType))_key.pub` on the host, "
          + "then accept it with `herdmon check --trust`")
    case .changed(let lines):
      let removals = lines.map { "`ssh-keygen -R '\($0.name)' -f \($0.file)`" }
      return error(
        .hostKeyChanged(fingerprint: report.fingerprint), tried,
        "\(shown), but \(lines.map(\.description).joined(separator: ", ")) holds another \(report.keyType) key",
        "if the host was installed anew, remove the old key with \(unique(removals).joined(separator: " and ")), "
          + "then run `herdmon check --trust`; if not, somebody may be in between")
    case .revoked(let line):
      return error(
        .hostKeyChanged(fingerprint: report.fingerprint), tried, "\(shown), which \(line) marks as revoked",
        "give the host a new key; never use this one again")
    }
  }

  func notWritten(_ reason: String) -> NodeError {
    error(.keyUnusable, "accept the host key of \(target)", reason, "make the file writable for herdmon")
  }

  private func keyFileWord(_ type: String) -> String {
    type.hasPrefix("ecdsa") ? "ecdsa" : type == "ssh-rsa" ? "rsa" : "ed25519"
  }

  private func unique(_ texts: [String]) -> [String] {
    texts.enumerated().filter { !texts[..<$0].contains($1) }.map(\.element)
  }

  // After the login.

  func connectionLost(_ reason: String) -> NodeError {
    error(
      .connectionLost, "talk to \(target)", "the connection broke: \(reason)",
      "what was under way may have been carried out; the next command connects anew")
  }

  func silent(for silence: Duration) -> NodeError {
    connectionLost("nothing heard for \(silence.inSeconds)")
  }

  func closed() -> NodeError { error(.connectionLost, "talk to \(target)", "closed by herdmon", "") }

  func channelRefused(_ line: CommandLine, _ reason: String) -> NodeError {
    error(
      .channelRefused, line.purpose, reason,
      "sshd opens no further session on this connection: MaxSessions, ForceCommand or a shell that is not allowed")
  }

  func notStarted(_ line: CommandLine, _ interruption: SSHSession.Interruption) -> NodeError {
    switch interruption {
    case .lost(let error): error
    case .cancelled: error(.deadlineExceeded, line.purpose, "given up by the caller; not started", "")
    case .deadline: error(.deadlineExceeded, line.purpose, "no free channel in time; not started", "")
    }
  }

  func failed(_ line: CommandLine, _ interruption: SSHSession.Interruption) -> NodeError {
    switch interruption {
    case .lost(let error): error
    case .cancelled: error(.deadlineExceeded, line.purpose, "given up by the caller; it may still run there", "")
    case .deadline: error(.deadlineExceeded, line.purpose, "no end in time; it may still run there", "")
    }
  }

  func tooMuchOutput(_ line: CommandLine, bytesMax: Int) -> NodeError {
    error(.unreadable, line.purpose, "more than \(bytesMax) bytes of output", "")
  }
}

extension Duration {
  /// For messages: `30 s`, `0.5 s`.
  var inSeconds: String {
    let tenths = Int((self / .milliseconds(100)).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10) s" : "\(tenths / 10).\(tenths % 10) s"
  }
}
