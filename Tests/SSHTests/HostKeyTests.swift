import Foundation
import Remote
import Testing

@testable import SSH

/// Host keys of a real server against known_hosts files in all their forms.
@Suite struct HostKeyTests {
  @Test func `an unknown key is refused with its fingerprint and the command that accepts it`() async throws {
    let server = try await SSHServer.shared
    let error = await failure(of: try server.shell(known: ""))
    let expected = try fingerprint(of: server.hostKey("ed25519"))
    #expect(error?.kind == .hostKeyUnknown(fingerprint: expected))
    #expect(error?.remedy.contains("`herdmon check --trust`") == true)
    #expect(error?.isTransient == false)
  }

  @Test func `a changed key is refused with file, line and the command that removes the old one`() async throws {
    let server = try await SSHServer.shared
    let other = try String(contentsOfFile: server.clientKey + ".pub", encoding: .utf8)
    let known = "# a comment\n\n\(server.knownName) \(other)"
    let shell = try server.shell(known: known)
    let error = await failure(of: shell)
    #expect(error?.kind == .hostKeyChanged(fingerprint: try fingerprint(of: server.hostKey("ed25519"))))
    #expect(error?.answered.contains("known_hosts:3 holds another ssh-ed25519 key") == true)
    #expect(error?.remedy.contains("`ssh-keygen -R '\(server.knownName)' -f /") == true)
    // Trust accepts what is new, never what has changed.
    let refused = await refusal(of: shell)
    #expect(refused?.kind == error?.kind)
  }

  @Test func `the command in the message puts a changed key right`() async throws {
    let server = try await SSHServer.shared
    let other = try String(contentsOfFile: server.clientKey + ".pub", encoding: .utf8)
    let files = try server.files(known: "\(server.knownName) \(other)")
    let shell = SSHShell(hosts: [try server.host()], knownHosts: files, limits: .quick)
    let remedy = try #require(await failure(of: shell)?.remedy)
    let command = try #require(remedy.split(separator: "`").first { $0.hasPrefix("ssh-keygen -R") })
    try Tool.run("/bin/sh", ["-c", String(command)])
    #expect(await failure(of: shell)?.kind.isHostKeyUnknown == true)
  }

  @Test func `a hashed entry is found`() async throws {
    let server = try await SSHServer.shared
    let files = try server.files(known: "\(server.knownName) \(try server.publicKey())\n")
    let path = try #require(files.read.first)
    try Tool.run("/usr/bin/ssh-keygen", ["-q", "-H", "-f", path])
    #expect(try String(contentsOfFile: path, encoding: .utf8).hasPrefix("|1|"))
    let shell = SSHShell(hosts: [try server.host()], knownHosts: files, limits: .quick)
    #expect(await failure(of: shell) == nil)
  }

  @Test func `a node's name in Proxmox counts as its name`() async throws {
    let server = try await SSHServer.shared
    let known = "pve1 \(try server.publicKey())\n"
    #expect(await failure(of: try server.shell(known: known) { $0.hostKeyAlias = "PVE1" }) == nil)
    #expect(await failure(of: try server.shell(known: known))?.kind.isHostKeyUnknown == true)
  }

  @Test func `Proxmox's own file of the node is read`() async throws {
    let server = try await SSHServer.shared
    let files = try server.files(known: "")
    let folder = files.proxmoxNodes + "/pve1"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try "pve1 \(server.publicKey())\n".write(toFile: folder + "/ssh_known_hosts", atomically: true, encoding: .utf8)
    let host = server.host { $0.hostKeyAlias = "pve1" }
    let shell = SSHShell(hosts: [host], knownHosts: files, limits: .quick)
    #expect(await failure(of: shell) == nil)
  }

  @Test(arguments: ["ed25519", "ecdsa"])
  func `the server is asked for the type that is known`(_ type: String) async throws {
    let server = try await SSHServer.shared
    let shell = try server.shell(known: "\(server.knownName) \(try server.publicKey(type))\n")
    #expect(await failure(of: shell) == nil)
  }

  @Test func `a key of another type than the known one is unknown, not changed`() async throws {
    try await SSHServer.run(hostKeyTypes: ["ecdsa"]) { server in
      let other = try String(contentsOfFile: server.clientKey + ".pub", encoding: .utf8)
      let error = await failure(of: try server.shell(known: "\(server.knownName) \(other)"))
      #expect(error?.kind.isHostKeyUnknown == true)
      #expect(error?.answered.contains("known are ssh-ed25519 at /") == true)
    }
  }

  @Test func `a server with nothing but an RSA key can be used where the library can`() async throws {
    try await SSHServer.run(hostKeyTypes: ["rsa"]) { server in
      let error = await failure(of: try server.shell())
      if SSHSession.canSignRSA {
        #expect(error == nil)
      } else {
        #expect(error?.kind == .unreachable)
        #expect(error?.remedy.contains("Ed25519 or ECDSA") == true)
      }
    }
  }

  @Test func `a revoked key is refused though it is also known`() async throws {
    let server = try await SSHServer.shared
    let key = try server.publicKey()
    let shell = try server.shell(known: "\(server.knownName) \(key)\n@revoked * \(key)\n")
    let error = await failure(of: shell)
    #expect(error?.kind == .hostKeyChanged(fingerprint: try fingerprint(of: server.hostKey("ed25519"))))
    #expect(error?.answered.contains("known_hosts:2 marks as revoked") == true)
    #expect(await refusal(of: shell)?.kind == error?.kind)
  }

  @Test func `trust writes the key where only its owner can, and once`() async throws {
    let server = try await SSHServer.shared
    let files = try server.files(known: "")
    let host = server.host { $0.hostKeyAlias = "pve1" }
    let shell = SSHShell(hosts: [host], knownHosts: files, limits: .quick)
    #expect(await failure(of: shell)?.kind.isHostKeyUnknown == true)
    let seen = try await shell.trust("pve1")
    #expect(seen.verdict == .unknown(otherTypes: []))
    #expect(seen.fingerprint == (try fingerprint(of: server.hostKey("ed25519"))))
    #expect(await failure(of: shell) == nil)
    guard case .known = try await shell.trust("pve1").verdict else {
      Issue.record("not known after trust")
      return
    }
    let text = try String(contentsOfFile: files.accepted, encoding: .utf8)
    #expect(text == "pve1,\(server.knownName) \(try server.publicKey())\n")
    let attributes = try FileManager.default.attributesOfItem(atPath: files.accepted)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    // OpenSSH reads it as we do.
    let found = try Tool.run("/usr/bin/ssh-keygen", ["-F", server.knownName, "-f", files.accepted])
    #expect(found.contains(try server.publicKey()))
  }

  @Test func `many who trust at once leave one line`() async throws {
    let server = try await SSHServer.shared
    let files = try server.files(known: "")
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<6 {
        group.addTask {
          _ = try await SSHShell(hosts: [try server.host()], knownHosts: files, limits: .quick).trust("pve1")
        }
      }
      try await group.waitForAll()
    }
    let text = try String(contentsOfFile: files.accepted, encoding: .utf8)
    #expect(text.split(separator: "\n").count == 1)
  }

  @Test func `a file of accepted keys that can't be written is named`() async throws {
    let server = try await SSHServer.shared
    var files = try server.files(known: "")
    files.accepted = "/proc/none/known_hosts"
    let shell = SSHShell(hosts: [try server.host()], knownHosts: files, limits: .quick)
    let error = await refusal(of: shell)
    #expect(error?.kind == .keyUnusable)
    #expect(error?.answered.contains("/proc/none") == true)
  }

  @Test func `a probe tells what is shown and what is known, and logs in nowhere`() async throws {
    let server = try await SSHServer.shared
    let report = try await server.shell { $0.identityFiles = ["/no/such/key"] }.probe("pve1")
    #expect(report.keyType == "ssh-ed25519")
    guard case .known(let line) = report.verdict else {
      Issue.record("not known: \(report)")
      return
    }
    #expect(line.description == "\(server.knownHosts):1")
  }

  private func fingerprint(of path: String) throws -> String {
    let fields = try Tool.run("/usr/bin/ssh-keygen", ["-lf", path + ".pub"]).split(separator: " ")
    return String(fields[1])
  }

  private func refusal(of shell: SSHShell) async -> NodeError? {
    do {
      _ = try await shell.trust("pve1")
      return nil
    } catch {
      return error
    }
  }
}
