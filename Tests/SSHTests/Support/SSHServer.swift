import Foundation
import Glibc
import Remote

@testable import SSH

/// A real sshd on a high port of this machine, with keys of its own, gone at the end of the test or of the process.
struct SSHServer: Sendable {
  struct StartFailure: Error { var log: String }

  var folder: String
  var port: UInt16
  var address: String
  var user: String
  var hostKeyTypes: [String]
  private var program: LeashedProgram

  var clientKey: String { "\(folder)/client_ed25519" }
  var knownHosts: String { "\(folder)/known_hosts" }

  func hostKey(_ type: String = "ed25519") -> String { "\(folder)/host_\(type)" }

  /// Starts one, runs `body`, stops it.
  static func run<Value>(
    address: String = "127.0.0.1", options: [String] = [], hostKeyTypes: [String] = ["ed25519"],
    _ body: (SSHServer) async throws -> Value
  ) async throws -> Value {
    let server = try await start(address: address, options: options, hostKeyTypes: hostKeyTypes)
    do {
      let value = try await body(server)
      server.stop()
      return value
    } catch {
      server.stop()
      throw error
    }
  }

  /// One for all tests that leave it as it is. It ends with the process.
  static var shared: SSHServer {
    get async throws { try await sharedStart.value }
  }

  private static let sharedStart = Task { try await start(hostKeyTypes: ["ed25519", "ecdsa"]) }

  static func start(
    address: String = "127.0.0.1", options: [String] = [], hostKeyTypes: [String] = ["ed25519"]
  ) async throws -> SSHServer {
    let folder = try TemporaryFolder.create()
    for type in hostKeyTypes { try Tool.keygen("\(folder)/host_\(type)", type: type) }
    try Tool.keygen("\(folder)/client_ed25519", type: "ed25519")
    try Tool.run("/bin/cp", ["\(folder)/client_ed25519.pub", "\(folder)/authorized_keys"])
    // sshd run by root insists on this folder for its unprivileged part.
    if getuid() == 0 { mkdir("/run/sshd", 0o755) }
    let port = try FreePort.take(address)
    let lines =
      [
        "Port \(port)", "ListenAddress \(address)", "AuthorizedKeysFile \(folder)/authorized_keys", "PidFile none",
        "UsePAM no", "StrictModes no", "PasswordAuthentication no", "KbdInteractiveAuthentication no",
        "PermitRootLogin yes", "LogLevel VERBOSE",
        // A shell started by sshd reads .bashrc, and the one on this machine may take its time.
        "SetEnv HOME=\(folder)",
      ] + hostKeyTypes.map { "HostKey \(folder)/host_\($0)" }
      + (options.contains { $0.hasPrefix("MaxStartups") } ? [] : ["MaxStartups 100:30:200"]) + options
    try (lines.joined(separator: "\n") + "\n").write(toFile: "\(folder)/config", atomically: true, encoding: .utf8)
    let program = try LeashedProgram("/usr/sbin/sshd -D -e -f '\(folder)/config' 2>'\(folder)/log'", folder: folder)
    let server = SSHServer(
      folder: folder, port: port, address: address, user: String(cString: getpwuid(getuid()).pointee.pw_name),
      hostKeyTypes: hostKeyTypes, program: program)
    for _ in 0..<200 {
      if FreePort.answers(address, port) {
        try server.rightKnownHosts().write(toFile: server.knownHosts, atomically: true, encoding: .utf8)
        return server
      }
      try await Task.sleep(for: .milliseconds(25))
    }
    let log = (try? String(contentsOfFile: "\(folder)/log", encoding: .utf8)) ?? ""
    server.stop()
    throw StartFailure(log: log)
  }

  func stop() { program.stop() }

  /// `[127.0.0.1]:port`.
  var knownName: String { "[\(address)]:\(port)" }

  func publicKey(_ type: String = "ed25519") throws -> String {
    try String(contentsOfFile: hostKey(type) + ".pub", encoding: .utf8).split(separator: " ").prefix(2)
      .joined(separator: " ")
  }

  func rightKnownHosts() throws -> String {
    try hostKeyTypes.map { "\(knownName) \(try publicKey($0))\n" }.joined()
  }

  func host(_ change: (inout SSHHost) throws -> Void = { _ in }) rethrows -> SSHHost {
    var host = SSHHost(
      name: "pve1", address: address, port: port, user: user, identityFiles: [clientKey], useAgent: false,
      connectTimeout: .seconds(60))
    try change(&host)
    return host
  }

  /// A shell for this host alone.
  /// - Parameter known: text of its known_hosts file; nil for the right one.
  func shell(
    known: String? = nil, limits: SSHLimits = .quick, _ change: (inout SSHHost) throws -> Void = { _ in }
  ) throws -> SSHShell {
    SSHShell(hosts: [try host(change)], knownHosts: try files(known: known), limits: limits)
  }

  func files(known: String? = nil) throws -> KnownHostsFiles {
    guard let known else { return KnownHostsFiles(read: [knownHosts], accepted: "\(folder)/none/accepted") }
    let place = "\(folder)/\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    try known.write(toFile: "\(place)/known_hosts", atomically: true, encoding: .utf8)
    return KnownHostsFiles(
      read: ["\(place)/known_hosts"], accepted: "\(place)/new/accepted", proxmoxNodes: "\(place)/nodes")
  }
}

extension SSHLimits {
  /// Short pauses, so that no test waits for them.
  static var quick: SSHLimits {
    SSHLimits(
      backoff: ConnectBackoff(first: .milliseconds(20), longest: .milliseconds(50), afterContact: .milliseconds(20)))
  }
}
