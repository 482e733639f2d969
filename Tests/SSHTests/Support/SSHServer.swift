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
  private var guardian: Guardian

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
      ] + hostKeyTypes.map { "HostKey \(folder)/host_\($0)" }
      + (options.contains { $0.hasPrefix("MaxStartups") } ? [] : ["MaxStartups 100:30:200"]) + options
    try (lines.joined(separator: "\n") + "\n").write(toFile: "\(folder)/config", atomically: true, encoding: .utf8)
    let guardian = try Guardian(folder: folder)
    var server = SSHServer(
      folder: folder, port: port, address: address, user: String(cString: getpwuid(getuid()).pointee.pw_name),
      guardian: guardian)
    server.guardian = guardian
    for _ in 0..<200 {
      if FreePort.answers(address, port) {
        try server.writeKnownHosts(types: hostKeyTypes)
        return server
      }
      try await Task.sleep(for: .milliseconds(25))
    }
    let log = (try? String(contentsOfFile: "\(folder)/log", encoding: .utf8)) ?? ""
    server.stop()
    throw StartFailure(log: log)
  }

  func stop() { guardian.stop() }

  /// `[127.0.0.1]:port`.
  var knownName: String { "[\(address)]:\(port)" }

  func publicKey(_ type: String = "ed25519") throws -> String {
    try String(contentsOfFile: hostKey(type) + ".pub", encoding: .utf8).split(separator: " ").prefix(2)
      .joined(separator: " ")
  }

  func writeKnownHosts(types: [String]) throws {
    try writeKnownHosts(types.map { "\(knownName) \(try publicKey($0))" }.joined(separator: "\n") + "\n")
  }

  func writeKnownHosts(_ text: String) throws {
    try text.write(toFile: knownHosts, atomically: true, encoding: .utf8)
  }

  func host(_ change: (inout SSHHost) -> Void = { _ in }) -> SSHHost {
    var host = SSHHost(
      name: "pve1", address: address, port: port, user: user, identityFiles: [clientKey], useAgent: false,
      connectTimeout: .seconds(20))
    change(&host)
    return host
  }

  var files: KnownHostsFiles {
    KnownHostsFiles(read: [knownHosts], accepted: "\(folder)/new/accepted", proxmoxNodes: "\(folder)/nodes")
  }

  func shell(
    limits: SSHLimits = .quick, _ change: (inout SSHHost) -> Void = { _ in }
  ) -> SSHShell {
    SSHShell(hosts: [host(change)], knownHosts: files, limits: limits)
  }
}

extension SSHLimits {
  /// Short pauses, so that no test waits for them.
  static var quick: SSHLimits {
    SSHLimits(
      backoff: ConnectBackoff(first: .milliseconds(20), longest: .milliseconds(50), afterContact: .milliseconds(20)))
  }
}

/// Holds sshd by a line: whatever way the test process ends, the line closes and sshd is stopped.
private final class Guardian: Sendable {
  private let line: Int32
  private let process: Int32

  init(folder: String) throws {
    let script = """
      /usr/sbin/sshd -D -e -f '\(folder)/config' 2>'\(folder)/log' </dev/null & sshd=$!
      read -r line
      kill $sshd
      wait $sshd
      rm -rf '\(folder)'
      """
    var ends: [Int32] = [-1, -1]
    // Closed on exec from its birth: a server that starts at the same moment must not hold this one's line.
    guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0, &ends) == 0 else {
      throw SSHServer.StartFailure(log: "no socket pair")
    }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_adddup2(&actions, ends[0], 0)
    // The pool's threads block signals, and a shell that misses SIGCHLD waits for ever.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var arguments = ["sh", "-c", script].map { (text: String) in strdup(text) } + [nil]
    var pid: pid_t = 0
    let rc = posix_spawn(&pid, "/bin/sh", &actions, &attributes, &arguments, environ)
    arguments.forEach { free($0) }
    posix_spawn_file_actions_destroy(&actions)
    posix_spawnattr_destroy(&attributes)
    close(ends[0])
    guard rc == 0 else { throw SSHServer.StartFailure(log: "no process") }
    line = ends[1]
    process = pid
  }

  func stop() {
    close(line)
    var status: Int32 = 0
    waitpid(process, &status, 0)
  }
}

enum TemporaryFolder {
  static func create() throws -> String {
    var template = Array("/tmp/herdmon-ssh-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw SSHServer.StartFailure(log: "no temporary folder") }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

/// Programs of OpenSSH, run to their end.
enum Tool {
  struct Failure: Error { var command: [String] }

  @discardableResult static func run(
    _ program: String, _ arguments: [String], environment: [String: String]? = nil
  ) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    if let environment { process.environment = environment }
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failure(command: [program] + arguments) }
    return String(decoding: bytes, as: UTF8.self)
  }

  static func keygen(_ path: String, type: String, passphrase: String = "", more: [String] = []) throws {
    let bits = type == "rsa" ? ["-b", "2048"] : []
    try run("/usr/bin/ssh-keygen", ["-q", "-t", type, "-N", passphrase, "-f", path, "-C", "test"] + bits + more)
  }
}

/// TCP ports of this machine.
enum FreePort {
  static func take(_ address: String) throws -> UInt16 {
    let listener = try Listener(address)
    defer { listener.stop() }
    return listener.port
  }

  static func answers(_ address: String, _ port: UInt16) -> Bool {
    guard case .found(let found) = NameLookup.addresses(of: address, port: port), let first = found.first else {
      return false
    }
    let fd = socket(first.family, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(fd) }
    return first.bytes.withUnsafeBytes { bytes in
      bytes.withMemoryRebound(to: sockaddr.self) { Glibc.connect(fd, $0.baseAddress, socklen_t(bytes.count)) == 0 }
    }
  }
}

/// Accepts TCP connections, as the kernel does, and never says anything.
final class Listener: Sendable {
  let fd: Int32
  let port: UInt16

  init(_ address: String = "127.0.0.1") throws {
    guard case .found(let found) = NameLookup.addresses(of: address, port: 0), let first = found.first else {
      throw SSHServer.StartFailure(log: "no address \(address)")
    }
    let socket = Glibc.socket(first.family, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
    var bytes = first.bytes
    let rc = bytes.withUnsafeBytes { bytes in
      bytes.withMemoryRebound(to: sockaddr.self) { Glibc.bind(socket, $0.baseAddress, socklen_t(bytes.count)) }
    }
    guard rc == 0, listen(socket, 16) == 0 else { throw SSHServer.StartFailure(log: "no port") }
    var size = socklen_t(bytes.count)
    bytes.withUnsafeMutableBytes { bytes in
      bytes.withMemoryRebound(to: sockaddr.self) { _ = getsockname(socket, $0.baseAddress, &size) }
    }
    // Both families keep the port in bytes 2 and 3.
    fd = socket
    port = UInt16(bytes[2]) << 8 | UInt16(bytes[3])
  }

  func stop() { close(fd) }
}

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
  try await shell.run(sh(script), on: "pve1", deadline: .seconds(20)).outputText
}

/// The error of a run that must fail.
func failure(
  of shell: SSHShell, _ line: Remote.CommandLine = sh("true"), deadline: Duration = .seconds(20)
) async -> NodeError? {
  do {
    _ = try await shell.run(line, on: "pve1", deadline: deadline)
    return nil
  } catch {
    return error
  }
}
