import Cluster
import Remote
import Testing

@testable import Proxmox

@Suite struct SurveyQuestionTests {
  static func survey(_ script: Script, address: String? = "10.0.0.1") throws(NodeError) -> NodeSurvey {
    try SurveyQuestion().answer(from: script.result, marker: Script.marker, host: "h1", address: address)
  }

  @Test func `one answer tells everything about a node`() throws {
    let survey = try Self.survey(try Script.survey())
    let node = survey.node
    #expect(node.name.rawValue == "pve1")
    #expect(node.address == "10.0.0.1")
    #expect(node.isOnline)
    #expect(node.version == "8.4.21")
    #expect(node.kernel == "6.8.12-9-pve")
    #expect(node.bootKernel == "6.8.12-15-pve")
    #expect(!node.kernelIsPinned)
    #expect(node.rebootReason == "6.8.12-15-pve is installed, 6.8.12-9-pve runs")
    #expect(node.cores == 8)
    #expect(node.updates.count == 7)
    #expect(node.tasks.map(\.type) == ["vzdump", "vzmigrate"])
    #expect(node.queuedJobs == [])
    #expect(node.bridges.contains("vmbr0"))
    #expect(node.devices.contains("/dev/dri/renderD128"))
    #expect(node.paths.contains("/srv/scratch"))
    #expect(!node.inMaintenance)
    #expect(node.problems == ["storage pbs is not active"])
    var health = NodeHealth()
    health.processor = "Intel(R) Core(TM) i5-8500T CPU @ 2.10GHz"
    health.qemuVersion = "9.2.0-5"
    health.fileSystems = [
      .init(path: "/", freeBytes: 83_368_038_400), .init(path: "/boot", freeBytes: 402_653_184),
    ]
    health.degraded = ["md0 [U_]"]
    health.repositories = .init(usable: ["http://download.proxmox.com/debian/pve"])
    health.replicating = [Replication(guest: GuestID(107), target: NodeName("pve3"))]
    #expect(node.health == health)
    #expect(survey.clock == ClockReading(began: 1_763_794_800.25, ended: 1_763_794_800.25))
    #expect(survey.clusterName == "homelab")
    #expect(survey.quorum == Quorum(isQuorate: true, votes: 2, expected: 3, needed: 2))
    #expect(survey.members.count == 3)
    #expect(survey.placements.count == 11)
  }

  @Test func `guests come from lists and configurations together`() throws {
    let guests = try Self.survey(try Script.survey()).guests
    #expect(guests.map(\.id.rawValue) == [101, 102, 103, 104, 190, 200, 201, 202, 900])
    #expect(guests.map(\.lock) == [nil, "backup", nil, "migrate", nil, nil, nil, "backup", nil])
    #expect(
      guests.map(\.status) == [
        .running, .running, .stopped, .stopped, .stopped, .running, .stopped, .running, .stopped,
      ])
    #expect(guests.map(\.haState) == [nil, nil, "started", nil, nil, "started", nil, nil, nil])
    #expect(guests.map(\.haServiceState) == [nil, nil, nil, nil, nil, "started", nil, nil, nil])
  }

  @Test func `no line names a node, so it can be asked of a bare address`() {
    #expect(!SurveyQuestion().lines(marker: "m").contains { $0.text.contains("pve1") })
  }

  @Test(arguments: [
    "/etc/pve/.members", "/etc/pve/.vmlist", "pct list", "qm list", "container configurations",
    "machine configurations", "boot_id",
  ])
  func `what guests depend on is never guessed`(_ label: String) throws {
    let refused = SectionedResult.Part("", errors: "ipcc_send_rec[1] failed: Connection refused\n", status: 111)
    let script = try Script.survey().with(label, refused)
    #expect {
      try Self.survey(script)
    } throws: { error in
      guard let error = error as? NodeError else { return false }
      return error.kind == .unreadable && error.host == "h1" && error.tried.contains(label)
        && error.answered.contains("Connection refused") && !error.remedy.isEmpty
    }
  }

  @Test(arguments: [
    "/proc/uptime", "/proc/loadavg", "/proc/meminfo", "nproc", "pveversion", "uname -r", "kernels in /boot",
    "next-boot-pin", "proxmox-boot-pin", "corosync-quorumtool", "systemctl list-jobs", "active tasks",
    "/etc/pve/ha/resources.cfg", "/etc/pve/ha/manager_status", "/etc/pve/ha/rules.cfg", "/etc/pve/ha/groups.cfg",
    "/etc/pve/mapping/pci.cfg",
    "/sys/class/net", "device nodes",
    "/etc/pve/storage.cfg", "pvesm status", "apt-get -s dist-upgrade", "date", "date at the end",
    "dpkg-query pve-qemu-kvm", "df", "boot partitions", "zpool status", "/proc/mdstat", "package sources",
    "apt-cache policy pve-manager", "fuser dpkg", "replication state",
  ])
  func `the rest may fail and becomes a sentence`(_ label: String) throws {
    let broken = SectionedResult.Part("", errors: "Input/output error\n", status: 5)
    let survey = try Self.survey(try Script.survey().with(label, broken))
    #expect(survey.guests.count == 9)
    let sentences = survey.node.problems.filter { $0.contains("`\(label)` could not be read") }
    #expect(sentences.count == 1)
    #expect(sentences.first?.contains("exit status 5: Input/output error") == true)
  }

  @Test(arguments: [
    ("active tasks", Node.Fact.tasks), ("systemctl list-jobs", .queuedJobs), ("replication state", .replication),
    ("/etc/pve/ha/resources.cfg", .availability), ("/etc/pve/ha/manager_status", .availability),
  ])
  func `what could not be read is not nothing`(_ label: String, _ fact: Node.Fact) throws {
    let broken = SectionedResult.Part("", errors: "Input/output error\n", status: 5)
    let node = try Self.survey(try Script.survey().with(label, broken)).node
    #expect(node.unread.keys.map(\.self) == [fact])
    #expect(node.unread[fact]?.hasPrefix("`\(label)` could not be read: ") == true)
    #expect(try Self.survey(try Script.survey()).node.unread.isEmpty)
  }

  @Test func `an upgrade that can't be simulated leaves what is pending unknown`() throws {
    let held = SectionedResult.Part(
      "Reading package lists...\n", errors: "E: Unable to correct problems, you have held broken packages.\n",
      status: 100)
    let updates = try Self.survey(try Script.survey().with("apt-get -s dist-upgrade", held)).node.updates
    #expect(!updates.isKnown)
    #expect(updates.unread?.contains("E: Unable to correct problems, you have held broken packages.") == true)
  }

  @Test func `a hanging list is a deadline and not a format`() throws {
    let script = try Script.survey().with("qm list", SectionedResult.Part("", status: 124))
    #expect { try Self.survey(script) } throws: { ($0 as? NodeError)?.kind == .deadlineExceeded }
  }

  @Test func `a guest that the cluster places here but no list names is of unknown status`() throws {
    let script = try Script.survey().with("pct list", SectionedResult.Part(""))
    let survey = try Self.survey(script)
    #expect(survey.guests.first?.id == GuestID(101))
    #expect(survey.guests.first?.status == .unknown)
    #expect(survey.guests.first?.name == "plex")
    #expect(
      survey.node.problems.contains("ct/101 plex belongs to pve1, but the list of what runs does not name it"))
  }

  @Test func `a guest without a configuration is of unknown status`() throws {
    let none = SectionedResult.Part("", errors: "grep: /x/*.conf: No such file or directory\n", status: 2)
    let survey = try Self.survey(try Script.survey().with("machine configurations", none))
    let guest = try #require(survey.guests.first { $0.id == GuestID(202) })
    #expect(guest.status == .unknown)
    #expect(guest.name == "win-server-2022-domain-ctl")
    #expect(survey.node.problems.contains { $0.hasPrefix("vm/202 win-server") })
  }

  @Test func `a guest that arrived after the placements were read belongs here`() throws {
    let elsewhere = SectionedResult.Part("{\"version\":1,\"ids\":{\"101\":{\"node\":\"pve2\",\"type\":\"lxc\"}}}")
    let survey = try Self.survey(try Script.survey().with("/etc/pve/.vmlist", elsewhere))
    #expect(survey.guests.first { $0.id == GuestID(101) }?.node.rawValue == "pve1")
  }

  @Test func `a node of its own is quorate with its one vote`() throws {
    let alone = SectionedResult.Part("", errors: "Cannot initialize CMAP service\n", status: 1)
    let script = try Script.survey()
      .with("/etc/pve/.members", SectionedResult.Part("{\"nodename\":\"pve1\",\"version\":1}"))
      .with("/etc/pve/corosync.conf", SectionedResult.Part("", status: 1)).with("corosync-quorumtool", alone)
    let survey = try Self.survey(script, address: nil)
    #expect(survey.quorum == Quorum(isQuorate: true, votes: 1, expected: 1, needed: 1))
    #expect(survey.clusterName == nil)
    #expect(survey.node.address == "h1")
    #expect(survey.node.problems == ["storage pbs is not active"])
  }

  @Test func `without a configured address the cluster's own is taken`() throws {
    #expect(try Self.survey(try Script.survey(), address: nil).node.address == "192.168.1.11")
  }

  @Test func `a host that runs no shell says what it said`() {
    let result = CommandResult(
      output: Array("This account is currently not available.\n".utf8), exit: .status(1))
    #expect {
      try SurveyQuestion().answer(from: result, marker: "m", host: "h1", address: nil)
    } throws: { error in
      let error = error as? NodeError
      return error?.kind == .unreadable && error?.answered.contains("This account is currently not available") == true
    }
  }
}
