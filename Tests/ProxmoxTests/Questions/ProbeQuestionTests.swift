import Cluster
import Planning
import Remote
import Testing

@testable import Proxmox

@Suite struct ProbeQuestionTests {
  private func health(
    _ kind: Guest.Kind, _ check: HealthProbe.Check, output: String = "", errors: String = "",
    exit: CommandResult.Exit = .status(0)
  ) throws -> Health {
    let node = try #require(NodeName("pve1"))
    return try ProbeQuestion(guest: GuestID(101), kind: kind, check: check).answer(
      from: CommandResult(output: Array(output.utf8), errors: Array(errors.utf8), exit: exit), of: node)
  }

  @Test func `a check that succeeds is a guest that is well`() throws {
    #expect(try health(.container, .tcp(host: "h", port: 53)).isGood)
    #expect(try health(.container, .command(["true"])).isGood)
  }

  @Test func `what a check complains of is what was seen`() throws {
    let refused = try health(.container, .tcp(host: "h", port: 53), errors: "Connection refused\n", exit: .status(111))
    #expect(refused == Health(isGood: false, seen: "Connection refused"))
    #expect(try health(.container, .command(["false"]), exit: .status(1)).seen == "exit status 1")
    #expect(try health(.container, .command(["sleep", "60"]), exit: .status(124)).seen == "no answer within 10 s")
  }

  @Test func `of a machine the command's own status counts, not that it could be asked`() throws {
    let check = HealthProbe.Check.command(["systemctl", "is-active", "x"])
    #expect(try health(.machine, check, output: #"{"exitcode": 0, "exited": 1}"#).isGood)
    #expect(try health(.machine, check, output: #"{"exitcode": 3, "exited": 1}"#).seen == "exit status 3")
    #expect(try !health(.machine, check, output: #"{"pid": 812}"#).isGood)
    let dead = try health(.machine, check, errors: "QEMU guest agent is not running\n", exit: .status(255))
    #expect(dead == Health(isGood: false, seen: "QEMU guest agent is not running"))
  }

  @Test func `a broken connection is no answer`() throws {
    #expect(throws: NodeError.self) { try health(.container, .tcp(host: "h", port: 1), exit: .none) }
  }

  @Test func `a real perl connects, and says why it can't`() throws {
    let line = ProbeQuestion(guest: GuestID(101), kind: .container, check: .tcp(host: "127.0.0.1", port: 1)).line()
    let result = try RealShell.run(["-c", line.text])
    #expect(result.exit != .status(0))
    #expect(result.errorText.contains("refused"))
  }
}
