import Glibc
import Remote
import Testing

@testable import SSH

/// Connections that break, hang, or never come about.
@Suite struct SSHConnectionTests {
  @Test func `a command in flight fails when its sshd is killed, and the next one connects anew`() async throws {
    let server = try await SSHServer.shared
    let shell = try server.shell()
    let before = try await output(of: findSSHD + "echo $sshd", by: shell)
    let error = await failure(of: shell, sh(findSSHD + "kill -9 $sshd; sleep 20"))
    #expect(error?.kind == .connectionLost)
    let after = try await output(of: findSSHD + "echo $sshd", by: shell)
    #expect(before != after)
  }

  @Test func `a session that ended while idle is replaced without an error`() async throws {
    let server = try await SSHServer.shared
    let shell = try server.shell()
    let sshd = try #require(pid_t(try await output(of: findSSHD + "echo $sshd", by: shell).trimmingBlanks))
    kill(sshd, SIGKILL)
    let answer = try await output(of: "echo again", by: shell)
    #expect(answer == "again\n")
  }

  @Test func `a session whose sshd hangs while idle is replaced before a command is sent`() async throws {
    var limits = SSHLimits.quick
    limits.idleProbe = .milliseconds(150)
    let shell = try await SSHServer.shared.shell(limits: limits)
    let sshd = try #require(pid_t(try await output(of: findSSHD + "echo $sshd", by: shell).trimmingBlanks))
    kill(sshd, SIGSTOP)
    defer { kill(sshd, SIGKILL) }
    let answer = try await output(of: findSSHD + "echo $sshd", by: shell)
    #expect(pid_t(answer.trimmingBlanks) != sshd)
  }

  @Test func `a command whose sshd hangs ends at its deadline`() async throws {
    let shell = try await SSHServer.shared.shell()
    _ = try await output(of: "true", by: shell)
    let error = await failure(
      of: shell, sh(findSSHD + "kill -STOP $sshd; sleep 5; kill -KILL $sshd"), deadline: .milliseconds(400))
    #expect(error?.kind == .deadlineExceeded)
    #expect(error?.answered.contains("may still run") == true)
  }

  @Test func `a peer that falls silent during a command is given up`() async throws {
    var limits = SSHLimits.quick
    limits.keepalive = .milliseconds(50)
    limits.deadAfter = .milliseconds(300)
    let shell = try await SSHServer.shared.shell(limits: limits)
    let error = await failure(of: shell, sh(findSSHD + "kill -STOP $sshd; sleep 30; kill -KILL $sshd"))
    #expect(error?.kind == .connectionLost)
    #expect(error?.answered.contains("nothing heard") == true)
  }

  @Test func `a quiet command on a live peer is not given up`() async throws {
    var limits = SSHLimits.quick
    limits.keepalive = .seconds(1)
    limits.deadAfter = .seconds(6)
    let shell = try await SSHServer.shared.shell(limits: limits)
    let answer = try await output(of: "sleep 7; echo woke", by: shell)
    #expect(answer == "woke\n")
  }

  @Test func `a command beyond its deadline leaves the session to the others`() async throws {
    let shell = try await SSHServer.shared.shell()
    let before = try await output(of: findSSHD + "echo $sshd", by: shell)
    let error = await failure(of: shell, sh("sleep 3"), deadline: .milliseconds(150))
    #expect(error?.kind == .deadlineExceeded)
    let after = try await output(of: findSSHD + "echo $sshd", by: shell)
    #expect(before == after)
  }

  @Test func `commands that were given up do not take the server's sessions for ever`() async throws {
    try await SSHServer.run(options: ["MaxSessions 1"]) { server in
      let shell = try server.shell()
      _ = try await output(of: "true", by: shell)
      let error = await failure(of: shell, sh("sleep 30"), deadline: .milliseconds(400))
      #expect(error?.kind == .deadlineExceeded)
      let answer = try await output(of: "echo free", by: shell)
      #expect(answer == "free\n")
    }
  }

  @Test func `a cancelled command closes its channel and keeps the session`() async throws {
    let shell = try await SSHServer.shared.shell(
      limits: SSHLimits(channelsPerSession: 1, keepalive: .seconds(3600)))
    let before = try await output(of: findSSHD + "echo $sshd", by: shell)
    let task = Task { await failure(of: shell, sh("sleep 30"), deadline: .seconds(120)) }
    try await Task.sleep(for: .milliseconds(100))
    task.cancel()
    let error = await task.value
    #expect(error?.kind == .deadlineExceeded)
    #expect(error?.answered.contains("given up by the caller") == true)
    // The only channel is free again.
    let after = try await output(of: findSSHD + "echo $sshd", by: shell)
    #expect(before == after)
  }

  @Test func `a refused connection says so`() async throws {
    let port = try FreePort.take("127.0.0.1")
    let shell = try await SSHServer.shared.shell { $0.port = port }
    let error = await failure(of: shell)
    #expect(error?.kind == .unreachable)
    #expect(error?.answered == "refused by 127.0.0.1")
    #expect(error?.remedy.contains("port \(port)") == true)
  }

  @Test func `a listener that never speaks does not hang the caller`() async throws {
    let listener = try Listener()
    defer { listener.stop() }
    let shell = try await SSHServer.shared.shell {
      $0.port = listener.port
      $0.connectTimeout = .seconds(8)
    }
    let error = await failure(of: shell)
    #expect(error?.kind == .unreachable)
    #expect(error?.answered == "no answer in time while exchanging keys")
    #expect(error?.remedy.contains("sshd says nothing") == true)
  }

  @Test func `a deadline shorter than the connection is not taken for a late command`() async throws {
    let listener = try Listener()
    defer { listener.stop() }
    let shell = try await SSHServer.shared.shell { $0.port = listener.port }
    let error = await failure(of: shell, deadline: .seconds(8))
    #expect(error?.kind == .unreachable)
    #expect(error?.answered == "not connected within 8 s: still exchanging keys")
  }

  @Test func `packets that nobody answers end at the timeout`() async throws {
    // A full queue of connections swallows what comes after it, as a firewall would.
    let listener = try Listener(queue: 0)
    defer { listener.stop() }
    let fillers = (0..<4).map { _ in FreePort.begin("127.0.0.1", listener.port) }
    defer { fillers.forEach { close($0) } }
    let shell = try await SSHServer.shared.shell {
      $0.port = listener.port
      $0.connectTimeout = .seconds(8)
    }
    let error = await failure(of: shell)
    #expect(error?.kind == .unreachable)
    #expect(error?.answered == "no answer from 127.0.0.1")
  }

  @Test func `a name that does not exist is an error with a remedy`() async throws {
    let shell = try await SSHServer.shared.shell {
      $0.address = "no-such-host.invalid"
      $0.connectTimeout = .seconds(3)
    }
    let error = await failure(of: shell)
    #expect(error?.kind == .unreachable)
    #expect(error?.tried == "look up no-such-host.invalid")
  }

  @Test func `a server that hangs up before the login is named as such`() async throws {
    try await SSHServer.run(options: ["MaxStartups 1:100:1"]) { server in
      // "SSH-…" comes to a connection that counts, "Exceeded MaxStartups" to one that is dropped itself.
      var greeting: UInt8 = 0
      var fillers: [Int32] = []
      defer { fillers.forEach { close($0) } }
      while greeting != UInt8(ascii: "S") {
        let filler = FreePort.begin(server.address, server.port)
        fillers.append(filler)
        while recv(filler, &greeting, 1, 0) < 0 { try await Task.sleep(for: .milliseconds(10)) }
      }
      let error = await failure(of: try server.shell())
      #expect(error?.kind == .unreachable)
      #expect(error?.remedy.contains("MaxStartups") == true)
    }
  }

  @Test func `commands that wait for one attempt share its failure, a later one waits for the pause`() async throws {
    let listener = try Listener()
    let port = listener.port
    listener.stop()
    let limits = SSHLimits(backoff: ConnectBackoff(first: .seconds(3600), longest: .seconds(3600)))
    let shell = try await SSHServer.shared.shell(limits: limits) { $0.port = port }
    async let first = failure(of: shell)
    async let second = failure(of: shell)
    let both = await [first, second]
    #expect(both.allSatisfy { $0?.answered == "refused by 127.0.0.1" })
    // Were it tried now, it would be found to listen.
    let late = try Listener(port: port)
    defer { late.stop() }
    let later = await failure(of: shell, deadline: .milliseconds(50))
    #expect(later?.answered == "refused by 127.0.0.1")
  }

  @Test func `after the pause the connection is tried again`() async throws {
    let server = try await SSHServer.shared
    let broken = try server.files(known: "")
    let shell = SSHShell(hosts: [try server.host()], knownHosts: broken, limits: .quick)
    #expect(await failure(of: shell)?.kind.isHostKeyUnknown == true)
    let path = try #require(broken.read.first)
    try server.rightKnownHosts().write(toFile: path, atomically: true, encoding: .utf8)
    let answer = try await output(of: "echo now", by: shell)
    #expect(answer == "now\n")
  }

  @Test func `closing fails what runs and all that comes later`() async throws {
    let shell = try await SSHServer.shared.shell()
    _ = try await output(of: "true", by: shell)
    async let running = failure(of: shell, sh("sleep 30"))
    try await Task.sleep(for: .milliseconds(100))
    await shell.close()
    #expect(await running?.kind == .connectionLost)
    #expect(await failure(of: shell)?.kind == .connectionLost)
  }

  @Test func `hosts that hang do not keep others waiting`() async throws {
    let server = try await SSHServer.shared
    let listener = try Listener()
    defer { listener.stop() }
    let hung = (1...8).map { number in
      server.host {
        $0.name = "hung\(number)"
        $0.port = listener.port
        $0.connectTimeout = .seconds(60)
      }
    }
    let shell = SSHShell(hosts: hung + [try server.host()], knownHosts: try server.files(), limits: .quick)
    let waiting = hung.map { host in
      Task { try? await shell.run(sh("true"), on: host.name, deadline: .seconds(60)) }
    }
    let answer = try await output(of: "echo through", by: shell)
    #expect(answer == "through\n")
    waiting.forEach { $0.cancel() }
    await shell.close()
  }
}
