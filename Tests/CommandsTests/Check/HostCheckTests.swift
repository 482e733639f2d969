import Cluster
import Remote
import Testing

@testable import Commands

@Suite struct HostCheckTests {
  /// Answers as told, one answer an attempt.
  private actor ScriptedShell: RemoteShell {
    private var answers: [Result<CommandResult, NodeError>]
    private(set) var asked: [String] = []

    init(_ answers: Result<CommandResult, NodeError>...) { self.answers = answers }

    nonisolated func run(
      _ line: CommandLine, on host: String, deadline: Duration
    ) async throws(NodeError) -> CommandResult {
      try await next(line.text).get()
    }

    private func next(_ text: String) -> Result<CommandResult, NodeError> {
      asked.append(text)
      return answers.isEmpty ? .success(CommandResult()) : answers.removeFirst()
    }
  }

  private static func host(user: String = "root", sudo: Bool = false) -> HostConfig {
    var ssh = SSHConfig(at: ConfigFileTests.place)
    ssh.user = user
    ssh.usesSudo = sudo
    return HostConfig(name: SampleHerd.name("pve1"), address: "192.168.1.11", ssh: ssh, line: 1)
  }

  private static func error(_ kind: NodeError.Kind) -> NodeError {
    NodeError(kind: kind, host: "pve1", tried: "log in as root", answered: "no", remedy: "do this")
  }

  private static func said(_ text: String, errors: String = "", status: Int32 = 0) -> CommandResult {
    CommandResult(output: Array(text.utf8), errors: Array(errors.utf8), exit: .status(status))
  }

  @Test func `root is let in`() async {
    let points = await HostCheck(shell: ScriptedShell(.success(Self.said("0\n")))).points(Self.host())
    #expect(points.map(\.line) == ["ok       pve1: login as root"])
  }

  @Test func `another user must have sudo`() async {
    let shell = ScriptedShell(.success(Self.said("1000\n")))
    let points = await HostCheck(shell: shell).points(Self.host(user: "op"))
    #expect(points.map(\.message) == ["logged in as op, who is not root"])
    #expect(points.exitCode == .refused)
  }

  @Test func `sudo that asks for a password is named`() async {
    let shell = ScriptedShell(.success(Self.said("", errors: "sudo: a password is required\n", status: 1)))
    let points = await HostCheck(shell: shell).points(Self.host(user: "op", sudo: true))
    #expect(points.map(\.message) == ["logged in as op, but commands fail: sudo: a password is required"])
    #expect(points[0].remedy.contains("NOPASSWD"))
  }

  @Test func `an error keeps its own remedy`() async {
    let points = await HostCheck(shell: ScriptedShell(.failure(Self.error(.loginRefused)))).points(Self.host())
    #expect(points.map(\.line) == ["PROBLEM  pve1: log in as root: no; do this"])
  }

  @Test func `an unknown host key is not trusted without being asked to`() async {
    let shell = ScriptedShell(.failure(Self.error(.hostKeyUnknown(fingerprint: "SHA256:x"))))
    let points = await HostCheck(shell: shell).points(Self.host())
    #expect(points.map(\.verdict) == [.problem])
    #expect(points[0].remedy.contains("herdmon check --trust"))
    #expect(await shell.asked.count == 1)
  }

  @Test func `with --trust an unknown key is accepted, and the host asked again`() async {
    let shell = ScriptedShell(
      .failure(Self.error(.hostKeyUnknown(fingerprint: "SHA256:x"))), .success(Self.said("0\n")))
    let check = HostCheck(shell: shell, trust: { (_) async throws(NodeError) -> String in "kept in /k" })
    let points = await check.points(Self.host())
    #expect(
      points.map(\.line) == [
        "ok       pve1: host key SHA256:x is trusted from now on, kept in /k", "ok       pve1: login as root",
      ])
  }

  @Test func `a changed key is never trusted`() async {
    let shell = ScriptedShell(.failure(Self.error(.hostKeyChanged(fingerprint: "SHA256:x"))))
    let check = HostCheck(
      shell: shell,
      trust: { (_) async throws(NodeError) -> String in
        Issue.record("trusted")
        return ""
      })
    #expect(await check.points(Self.host()).map(\.verdict) == [.problem])
  }
}
