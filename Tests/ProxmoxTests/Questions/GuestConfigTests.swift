import Cluster
import Remote
import Testing

@testable import Proxmox

@Suite struct GuestConfigTests {
  static let node = NodeName("pve1")

  static func container(_ id: Int) throws -> Guest {
    let configs = try ContainerConfigs(try Sample.part("pve1/container-configurations.txt")).all
    return ContainerConfig.guest(
      try #require(configs[GuestID(id)]), node: try #require(node), status: .running)
  }

  static func machine(_ id: Int) throws -> Guest {
    let configs = try MachineConfigs(try Sample.part("pve1/machine-configurations.txt")).all
    return MachineConfig.guest(try #require(configs[GuestID(id)]), node: try #require(node), status: .running)
  }

  @Test func `only the part above the first section counts`() throws {
    let guest = try Self.container(101)
    #expect(guest.memoryBytes == 4096 << 20)
    #expect(guest.name == "plex")
    #expect(guest.lock == nil)
    #expect(guest.hasSnapshots)
  }

  @Test func `pending changes are no snapshot`() throws {
    #expect(try !Self.container(102).hasSnapshots)
    #expect(try !Self.machine(202).hasSnapshots)
    #expect(try Self.machine(202).memoryBytes == 8192 << 20)
  }

  @Test func `a description can forge neither a key nor another guest's file`() throws {
    let configs = try MachineConfigs(try Sample.part("pve1/machine-configurations.txt")).all
    #expect(configs.configs.map(\.id.rawValue) == [200, 201, 202, 900])
    #expect(configs[GuestID(200)]?["name"] == "ansible")
  }

  @Test func `no file at all means no guests`() throws {
    let none = SectionedResult.Part(
      "", errors: "grep: /etc/pve/local/lxc/*.conf: No such file or directory\n", status: 2)
    #expect(try ContainerConfigs(none).all.configs == [])
  }

  @Test func `a file that went away while it was read spoils nothing`() throws {
    let part = SectionedResult.Part(
      "/etc/pve/local/lxc/101.conf:hostname: a\n",
      errors: "grep: /etc/pve/local/lxc/102.conf: No such file or directory\n", status: 2)
    #expect(try ContainerConfigs(part).all.configs.map(\.id.rawValue) == [101])
  }

  @Test(arguments: ["Transport endpoint is not connected", "Permission denied", "Input/output error"])
  func `any other complaint is an error`(_ complaint: String) {
    let part = SectionedResult.Part(
      "/etc/pve/local/lxc/101.conf:hostname: a\n", errors: "grep: /etc/pve/local/lxc/102.conf: \(complaint)\n",
      status: 2)
    #expect { try ContainerConfigs(part) } throws: { "\($0)".contains(complaint) }
  }

  @Test func `a copy beside the configurations is no guest and spoils nothing`() throws {
    let text = """
      /etc/pve/local/qemu-server/200.conf:name: a
      /etc/pve/local/qemu-server/200-old.conf:name: b
      /etc/pve/local/qemu-server/200-old.conf:cipassword: secret
      /etc/pve/local/qemu-server/.conf:name: c
      /etc/pve/local/qemu-server/201.conf:name: d

      """
    let configs = try MachineConfigs(SectionedResult.Part(text)).all
    #expect(configs.configs.map(\.id.rawValue) == [200, 201])
    #expect(configs[GuestID(200)]?["name"] == "a")
    let script = try Script.survey().with("machine configurations", SectionedResult.Part(text))
    let problems = try SurveyQuestionTests.survey(script).node.problems
    #expect(problems.contains("/etc/pve/local/qemu-server/200-old.conf is no guest's configuration and is ignored"))
    #expect(!problems.contains { $0.contains("secret") })
  }

  @Test func `an odd line is shown without the value of a configuration`() {
    let part = SectionedResult.Part("/etc/pve/elsewhere/7.conf:cipassword:secret\n")
    #expect {
      try MachineConfigs(part)
    } throws: {
      !"\($0)".contains("secret") && "\($0)".contains("/etc/pve/elsewhere/7.conf:cipassword")
    }
  }

  @Test func `a lock of today is told from one in a snapshot`() throws {
    let locks = try MachineLocks(try Sample.part("pve1/locks-of-machines.txt"))
    #expect(locks[GuestID(202)] == "backup")
    #expect(locks[GuestID(900)] == nil)
    #expect(locks[GuestID(200)] == nil)
  }

  @Test(arguments: [
    ("2", Guest.Startup(order: 2)),
    ("order=2,up=30,down=120", Guest.Startup(order: 2, upSeconds: 30, downSeconds: 120)),
    ("down=5", Guest.Startup(downSeconds: 5)), ("up=3,order=1", Guest.Startup(order: 1, upSeconds: 3)),
    ("order=x", Guest.Startup()), ("", Guest.Startup()),
  ])
  func `a startup order reads with any subset of its parts`(_ text: String, _ expected: Guest.Startup) {
    #expect(Guest.Startup(configured: text) == expected)
  }

  @Test(
    arguments: [
      ("528K", 528 << 10), ("16G", 16 << 30), ("8T", 8 << 40), ("629M", 629 << 20), ("1024", 1024), ("1.5G", 3 << 29),
      ("x", nil), ("", nil), ("G", nil), ("-1G", nil), ("1e400G", nil), ("nanG", nil), ("99999999999999999999T", nil),
    ] as [(String, Int64?)])
  func `a size reads into bytes`(_ text: String, _ expected: Int64?) {
    #expect(PropertyString.bytes(text) == expected)
  }
}
