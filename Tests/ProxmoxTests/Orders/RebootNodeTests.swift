import Cluster
import Remote
import Testing

@testable import Proxmox

@Suite struct RebootNodeTests {
  private static func answer(_ errors: String, _ exit: CommandResult.Exit) throws {
    try RebootNode.answer(
      from: CommandResult(errors: Array(errors.utf8), exit: exit), of: try #require(NodeName("pve1")))
  }

  @Test(arguments: [CommandResult.Exit.status(0), .none, .signal("TERM")])
  func `every way in which a reboot takes its own connection down is a reboot under way`(
    _ exit: CommandResult.Exit
  ) throws {
    try Self.answer("", exit)
  }

  @Test func `a held inhibitor is a refusal with its way out`() {
    #expect {
      try Self.answer("Operation inhibited by \"backup\" (PID 812 \"sh\"), reason is \"x\".\n", .status(1))
    } throws: { error in
      let error = error as? NodeError
      return error?.kind == .refused && error?.answered.contains("inhibited by \"backup\"") == true
        && error?.remedy.contains("systemd-inhibit --list") == true
    }
  }

  @Test func `molly-guard is not asked`() {
    #expect(RebootNode.line.text.hasSuffix("systemctl reboot"))
  }

  @Test func `the directory of a container is made as Proxmox makes it`() throws {
    let order = PrepareContainer(guest: GuestID(101))
    #expect(order.line.text.hasSuffix("mkdir -p -m 755 /var/lib/lxc/101"))
    let node = try #require(NodeName("pve1"))
    try order.answer(from: CommandResult(), of: node)
    let full = CommandResult(errors: Array("mkdir: cannot create directory: No space left\n".utf8), exit: .status(1))
    #expect { try order.answer(from: full, of: node) } throws: { ($0 as? NodeError)?.kind == .refused }
    let lost = CommandResult(exit: .none)
    #expect { try order.answer(from: lost, of: node) } throws: { ($0 as? NodeError)?.kind == .connectionLost }
  }
}
