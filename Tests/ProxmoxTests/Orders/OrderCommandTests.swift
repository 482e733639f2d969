import Cluster
import Planning
import Remote
import Testing

@testable import Proxmox

@Suite struct OrderCommandTests {
  private static func words(_ order: Order) -> [String] {
    order.command.arguments.map { argument in
      switch argument {
      case .word(let text), .script(let text): text
      case .pattern(let text): "pattern \(text)"
      }
    }
  }

  @Test func `a container moves with a restart and a time-out`() throws {
    let order = Order.moveContainer(GuestID(101), to: try #require(NodeName("pve2")), shutdownSeconds: 120)
    #expect(Self.words(order) == ["pct", "migrate", "101", "pve2", "--restart", "--timeout", "120"])
    #expect(order.purpose == "move ct/101 to pve2")
  }

  @Test func `a machine moves live only when asked to`() throws {
    let target = try #require(NodeName("pve2"))
    #expect(
      Self.words(.moveMachine(GuestID(200), to: target, live: true)) == ["qm", "migrate", "200", "pve2", "--online"])
    #expect(Self.words(.moveMachine(GuestID(200), to: target, live: false)) == ["qm", "migrate", "200", "pve2"])
  }

  @Test func `each kind of guest starts with its own tool`() {
    #expect(Self.words(.startGuest(GuestID(101), .container)) == ["pct", "start", "101"])
    #expect(Self.words(.startGuest(GuestID(200), .machine)) == ["qm", "start", "200"])
  }

  @Test func `an upgrade can ask nothing and keeps the operator's configuration files`() {
    let words = Self.words(.upgradePackages(.keep))
    #expect(words.first == "env")
    for word in [
      "LC_ALL=C", "DEBIAN_FRONTEND=noninteractive", "NEEDRESTART_SUSPEND=1", "UCF_FORCE_CONFFOLD=1", "-y",
      "Dpkg::Options::=--force-confdef", "Dpkg::Options::=--force-confold", "DPkg::Lock::Timeout=600",
    ] {
      #expect(words.contains(word))
    }
    #expect(words.last == "dist-upgrade")
    #expect(!words.contains("upgrade"))
  }

  /// The script is run for real, with stand-ins for apt-get.
  @Test(arguments: [
    (0, 0, 0, ""), (100, 0, 0, "apt-get update failed with exit status 100\n"), (0, 100, 100, ""),
    (100, 7, 7, "apt-get update failed with exit status 100\n"),
  ])
  func `a download ends with its own status and tells of a failed refresh`(
    _ update: Int, _ download: Int, _ status: Int32, _ errors: String
  ) throws {
    let script = try #require(Self.words(.fetchPackages).last)
    let result = try FakeNode.with { node in
      try node.program("apt-get", "case $1 in update) exit \(update);; *) echo \"$@\"; exit \(download);; esac")
      return try node.run(script)
    }
    #expect(result.exit == .status(status))
    #expect(result.errorText == errors)
    #expect(result.outputText == "-y -o DPkg::Lock::Timeout=600 -d dist-upgrade\n")
  }
}
