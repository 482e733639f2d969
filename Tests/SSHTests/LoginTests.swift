import Foundation
import Glibc
import Remote
import Testing

@testable import SSH

/// Logins at a real server, with files and with a real agent.
@Suite struct LoginTests {
  @Test func `an ECDSA key logs in`() async throws {
    let server = try await SSHServer.shared
    let key = try await authorizedKey(of: "ecdsa")
    #expect(await failure(of: try server.shell { $0.identityFiles = [key] }) == nil)
  }

  @Test func `a key in PEM form logs in`() async throws {
    let server = try await SSHServer.shared
    let key = try await authorizedKey(of: "ecdsa", more: ["-m", "PEM"])
    #expect(try String(contentsOfFile: key, encoding: .utf8).contains("BEGIN EC PRIVATE KEY"))
    #expect(await failure(of: try server.shell { $0.identityFiles = [key] }) == nil)
  }

  @Test func `a key that is not authorized is refused, by name`() async throws {
    let server = try await SSHServer.shared
    let key = try newKey("ed25519")
    let error = await failure(of: try server.shell { $0.identityFiles = [key] })
    #expect(error?.kind == .loginRefused)
    #expect(error?.answered.contains(key) == true)
    #expect(error?.remedy.contains("authorized_keys") == true)
  }

  @Test func `the right key after three wrong ones logs in`() async throws {
    let server = try await SSHServer.shared
    let wrong = try (0..<3).map { _ in try newKey("ed25519") }
    #expect(await failure(of: try server.shell { $0.identityFiles = wrong + [server.clientKey] }) == nil)
  }

  @Test func `an RSA key logs in where the library can, else the message says which key to make`() async throws {
    let server = try await SSHServer.shared
    let key = try await authorizedKey(of: "rsa")
    let error = await failure(of: try server.shell { $0.identityFiles = [key] })
    if SSHSession.canSignRSA {
      #expect(error == nil)
    } else {
      #expect(error?.kind == .keyUnusable)
      #expect(error?.remedy.contains("ssh-keygen -t ed25519") == true)
    }
  }

  @Test func `an unusable file does not hide a usable one`() async throws {
    let server = try await SSHServer.shared
    #expect(await failure(of: try server.shell { $0.identityFiles = ["/no/such/key", server.clientKey] }) == nil)
  }

  @Test func `a user that does not exist is refused`() async throws {
    let error = await failure(of: try await SSHServer.shared.shell { $0.user = "no-such-user" })
    #expect(error?.kind == .loginRefused)
  }

  @Test func `the agent logs in`() async throws {
    let server = try await SSHServer.shared
    try await withAgent { socket in
      for type in ["ed25519", "ecdsa"] + (SSHSession.canSignRSA ? ["rsa"] : []) {
        let key = try await authorizedKey(of: type)
        try add(key, to: socket)
        unlink(key)
        let shell = try server.shell {
          ($0.useAgent, $0.agentSocket, $0.identityFiles) = (true, socket, [key])
        }
        #expect(await failure(of: shell) == nil)
        try Tool.run("/usr/bin/ssh-add", ["-q", "-D"], environment: ["SSH_AUTH_SOCK": socket])
      }
    }
  }

  @Test func `a key locked by a passphrase is used if the agent has unlocked it`() async throws {
    let server = try await SSHServer.shared
    let key = try await authorizedKey(of: "ed25519")
    try await withAgent { socket in
      let shell = try server.shell { ($0.useAgent, $0.agentSocket, $0.identityFiles) = (true, socket, [key]) }
      // Six keys before it in the agent would be one more than sshd bears.
      for _ in 0..<6 { try add(newKey("ed25519"), to: socket) }
      try add(key, to: socket)
      try Tool.run("/usr/bin/ssh-keygen", ["-q", "-p", "-P", "", "-N", "a long secret", "-f", key])
      #expect(await failure(of: shell) == nil)
      try Tool.run("/usr/bin/ssh-add", ["-q", "-D"], environment: ["SSH_AUTH_SOCK": socket])
      let locked = await failure(of: try server.shell { $0.identityFiles = [key] })
      #expect(locked?.kind == .keyUnusable)
      #expect(locked?.remedy.contains("ssh-add \(key)") == true)
    }
  }

  @Test func `an agent that refuses to sign is named`() async throws {
    let server = try await SSHServer.shared
    let key = try await authorizedKey(of: "ed25519")
    try await withAgent { socket in
      // Confirmation without anybody to ask is a refusal.
      try add(key, to: socket, more: ["-c"])
      unlink(key)
      let shell = try server.shell { ($0.useAgent, $0.agentSocket, $0.identityFiles) = (true, socket, [key]) }
      let error = await failure(of: shell)
      #expect(error?.kind == .keyUnusable || error?.kind == .loginRefused)
      #expect(error?.description.contains("refused to sign") == true || error?.description.contains(key) == true)
    }
  }

  @Test func `an agent that hangs delays the login only so long`() async throws {
    let server = try await SSHServer.shared
    let folder = try TemporaryFolder.create()
    let hung = try SilentSocket("\(folder)/agent")
    defer { hung.stop() }
    var limits = SSHLimits.quick
    limits.agentTimeout = .milliseconds(100)
    let shell = try server.shell(limits: limits) { ($0.useAgent, $0.agentSocket) = (true, "\(folder)/agent") }
    #expect(await failure(of: shell) == nil)
    let error = await failure(
      of: try server.shell(limits: limits) {
        ($0.useAgent, $0.agentSocket, $0.identityFiles) = (true, "\(folder)/agent", [try newKey("ed25519")])
      })
    #expect(error?.answered.contains("did not answer in time") == true)
  }

  @Test func `an agent that is not there is no obstacle`() async throws {
    let server = try await SSHServer.shared
    let shell = try server.shell { ($0.useAgent, $0.agentSocket) = (true, "/no/such/agent") }
    #expect(await failure(of: shell) == nil)
  }

  private func newKey(_ type: String, more: [String] = []) throws -> String {
    let key = try TemporaryFolder.create() + "/id_\(type)"
    try Tool.keygen(key, type: type, more: more)
    return key
  }

  /// A new key that the shared server accepts.
  private func authorizedKey(of type: String, more: [String] = []) async throws -> String {
    let key = try newKey(type, more: more)
    let line = try Data(contentsOf: URL(fileURLWithPath: key + ".pub"))
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: await SSHServer.shared.folder + "/authorized_keys"))
    try file.seekToEnd()
    try file.write(contentsOf: line)
    try file.close()
    return key
  }

  private func add(_ key: String, to socket: String, more: [String] = []) throws {
    try Tool.run("/usr/bin/ssh-add", ["-q"] + more + [key], environment: ["SSH_AUTH_SOCK": socket])
  }

  private func withAgent(_ body: (String) async throws -> Void) async throws {
    let folder = try TemporaryFolder.create()
    let socket = "\(folder)/agent"
    let agent = try LeashedProgram("/usr/bin/ssh-agent -D -a '\(socket)' >/dev/null", folder: folder)
    defer { agent.stop() }
    for _ in 0..<200 where access(socket, F_OK) != 0 { try await Task.sleep(for: .milliseconds(10)) }
    try await body(socket)
  }
}
