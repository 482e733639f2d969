import Glibc
import Remote
import Testing

@testable import SSH

/// Commands over a session that works.
@Suite struct SSHShellTests {
  @Test func `output, error output and exit status come back apart`() async throws {
    let server = try await SSHServer.shared
    let shell = try server.shell()
    let result = try await shell.run(sh("echo out; echo err >&2; exit 3"), on: "pve1", deadline: .seconds(120))
    #expect(result == CommandResult(output: Array("out\n".utf8), errors: Array("err\n".utf8), exit: .status(3)))
    let silent = try await shell.run(sh("true"), on: "pve1", deadline: .seconds(120))
    #expect(silent == CommandResult())
    await shell.close()
  }

  @Test func `a megabyte on each stream comes whole and in order`() async throws {
    let server = try await SSHServer.shared
    let script = "seq 160000 >&2 & seq 160000; wait"
    let result = try await server.shell().run(sh(script), on: "pve1", deadline: .seconds(120))
    let numbers = Array((1...160_000).map { "\($0)\n" }.joined().utf8)
    #expect(result.output.count > 1_000_000)
    #expect(result.output == numbers)
    #expect(result.errors == numbers)
    #expect(result.succeeded)
  }

  @Test func `a command ended by a signal is named after it`() async throws {
    let server = try await SSHServer.shared
    let result = try await server.shell().run(
      sh(findSSHD + "echo before; kill -TERM $p; sleep 1"), on: "pve1", deadline: .seconds(120))
    #expect(result.exit == .signal("TERM"))
    #expect(result.outputText == "before\n")
  }

  @Test func `the exit status of a command that closed its output first is waited for`() async throws {
    let server = try await SSHServer.shared
    let result = try await server.shell().run(
      sh("exec >&- 2>&-; sleep 0.2; exit 7"), on: "pve1", deadline: .seconds(120))
    #expect(result.exit == .status(7))
  }

  @Test func `a command that reads its input sees the end of it`() async throws {
    let server = try await SSHServer.shared
    let result = try await server.shell().run(sh("cat; echo end"), on: "pve1", deadline: .seconds(120))
    #expect(result.outputText == "end\n")
  }

  @Test func `a line longer than a packet runs as it is`() async throws {
    let server = try await SSHServer.shared
    let text = String(repeating: "it's \"long\" $HOME\n", count: 6_000)
    let line = Remote.CommandLine(Command("printf", "%s", .word(text)), purpose: "print")
    let result = try await server.shell().run(line, on: "pve1", deadline: .seconds(120))
    #expect(result.outputText == text)
  }

  @Test func `no command has a terminal`() async throws {
    let server = try await SSHServer.shared
    let result = try await server.shell().run(sh("tty; test -t 1"), on: "pve1", deadline: .seconds(120))
    #expect(result.outputText == "not a tty\n")
    #expect(result.exit == .status(1))
  }

  @Test func `forty commands at once share one session`() async throws {
    let server = try await SSHServer.shared
    let shell = try server.shell()
    let sessions = try await runMany(40, on: shell)
    #expect(Set(sessions).count == 1)
    #expect(sessions.count == 40)
  }

  @Test func `no command waits for a packet that another one has read`() async throws {
    // Without this limit the next sign of life would hide such a wait.
    let limits = SSHLimits(keepalive: .seconds(3600), deadAfter: .seconds(3600))
    let shell = try await SSHServer.shared.shell(limits: limits)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for worker in 0..<8 {
        group.addTask {
          for number in 0..<40 {
            let answer = try await output(of: "echo \(worker) \(number)", by: shell)
            #expect(answer == "\(worker) \(number)\n")
          }
        }
      }
      try await group.waitForAll()
    }
  }

  @Test func `a server that allows two sessions is given no more than two`() async throws {
    try await SSHServer.run(options: ["MaxSessions 2"]) { server in
      let sessions = try await runMany(20, on: try server.shell())
      #expect(Set(sessions).count == 1)
      #expect(sessions.count == 20)
    }
  }

  @Test func `a server that allows no session says so`() async throws {
    try await SSHServer.run(options: ["MaxSessions 0"]) { server in
      let error = await failure(of: try server.shell())
      #expect(error?.kind == .channelRefused)
    }
  }

  /// - Returns: the process id of the session's sshd as each command saw it.
  private func runMany(_ count: Int, on shell: SSHShell) async throws -> [String] {
    try await withThrowingTaskGroup(of: String.self) { group in
      for number in 0..<count {
        group.addTask {
          let script = findSSHD + "echo \(number); sleep 0.05; echo $sshd"
          let result = try await shell.run(sh(script), on: "pve1", deadline: .seconds(120))
          let lines = result.outputText.split(separator: "\n")
          #expect(lines.first == "\(number)")
          return String(lines.last ?? "")
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
  }

  @Test func `a login that is not root runs everything by sudo`() async throws {
    let server = try await SSHServer.shared
    // A sudo of our own, first in a PATH that only this line sees, would need a changed line; so ask the shell.
    let line = sh("true")
    #expect(line.asRoot.text.hasPrefix("sudo -n -- /bin/sh -c "))
    let shell = try server.shell { $0.useSudo = true }
    let result = try await shell.run(sh("id -u"), on: "pve1", deadline: .seconds(120))
    // Where sudo is not installed, the shell names it.
    #expect(result.outputText == "0\n" || result.errorText.contains("sudo"))
  }

  @Test func `output beyond the limit is an error`() async throws {
    var limits = SSHLimits.quick
    limits.outputBytesMax = 100_000
    let server = try await SSHServer.shared
    let shell = try server.shell(limits: limits)
    let error = await failure(of: shell, sh("yes"))
    #expect(error?.kind == .unreadable)
    let next = try await output(of: "echo alive", by: shell)
    #expect(next == "alive\n")
  }

  @Test func `an unknown host is an error, not a crash`() async throws {
    let shell = SSHShell(hosts: [])
    let error = await failure(of: shell)
    #expect(error?.kind == .unreachable)
    #expect(error?.host == "pve1")
  }

  @Test func `IPv6 works`() async throws {
    guard (try? Listener("::1").stop()) != nil else { return }
    try await SSHServer.run(address: "::1") { server in
      let answer = try await output(of: "echo six", by: try server.shell())
      #expect(answer == "six\n")
    }
  }
}
