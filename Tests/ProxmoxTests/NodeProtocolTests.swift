import Cluster
import Planning
import Remote
import Testing

@testable import Proxmox

@Suite struct NodeProtocolTests {
  static let run = RunID(random: 0x7f3a21)

  static func requests() throws -> [RunRequest] {
    let target = try #require(NodeName("pve2"))
    return [
      .survey, .glance, .reboot, .prepareContainer(GuestID(101)), .bootReport(devices: []),
      .unlock(GuestID(101), .container), .unlock(GuestID(200), .machine),
      .bootReport(devices: ["/dev/dri/card1"] + Hostile.texts), .poll([]),
      .poll([JobCursor(id: JobID("move-101")), JobCursor(id: JobID("update-pve1"), outputOffset: 17)]),
      .start(JobID("m1"), .moveContainer(GuestID(101), to: target, shutdownSeconds: 120)),
      .start(JobID("m2"), .moveMachine(GuestID(200), to: target, live: true)),
      .start(JobID("m3"), .shutDownAndMove(GuestID(200), .machine, to: target, limitSeconds: 60, byForce: true)),
      .start(JobID("d1"), .shutdownGuest(GuestID(101), .container, limitSeconds: 60, byForce: true)),
      .setUnit("proxlb.service", isActive: false), .setBackupJob("backup-1", isEnabled: true),
      .setHAScheduling("ha=static,ha-auto-rebalance=0"),
      .setCephFlag("noout", isOn: true), .availability, .maintain(target, isOn: true),
      .migrateManaged(GuestID(200), .machine, to: target),
      .kexec(kernel: "6.8.12-11-pve"), .forceReboot(.force), .forceReboot(.doubleForce), .forceReboot(.sysrq),
      .probe(GuestID(101), .container, .tcp(host: "192.168.1.53", port: 53)),
      .probe(GuestID(101), .container, .http(url: "http://192.168.1.80/")),
      .probe(GuestID(101), .container, .command(Hostile.texts)),
      .probe(GuestID(200), .machine, .command(["systemctl", "is-active", "nginx"])),
      .start(JobID("s1"), .startGuest(GuestID(200), .machine)), .start(JobID("f"), .fetchPackages),
      .start(JobID("u"), .upgradePackages(.new)), .start(JobID("r"), .configurePackages(.keep)),
      .keepRecord(try RecordOrdersTests.record(), piece: 0, replacing: true),
      .keepRecord(try RecordOrdersTests.record(), piece: 0, replacing: false), .removeRecord, .listJobs,
    ]
  }

  @Test func `every command line is accepted by a real shell`() throws {
    let node = try #require(NodeName("pve1"))
    for request in try Self.requests() {
      for line in NodeProtocol.lines(for: request, to: node, run: Self.run, marker: "k7Qz") {
        #expect(try RealShell.accepts(line.text), "\(request)")
        #expect(try RealShell.accepts(line.asRoot.text), "\(request)")
        #expect(!line.purpose.isEmpty)
      }
    }
    #expect(try RealShell.accepts(BackupServerQuestion().line(marker: "k7Qz").text))
  }

  @Test func `a device's name is one word, whatever it holds`() throws {
    let line = BootReportQuestion(devices: Hostile.texts).line(marker: "k7Qz")
    // `test` prints nothing, so anything beyond the frame would be a command smuggled in.
    let result = try RealShell.run(["-c", line.text])
    #expect(!result.outputText.contains("SMUGGLED"))
    let parts = SectionedResult(result, marker: "k7Qz")
    for index in Hostile.texts.indices { #expect(parts["device \(index) b"].status == 1) }
  }

  @Test func `orders that are carried out are done`() throws {
    let node = try #require(NodeName("pve1"))
    for request in try Self.requests() {
      switch request {
      case .survey, .glance, .bootReport, .poll, .probe, .keepRecord, .removeRecord, .listJobs, .availability: continue
      case .start, .prepareContainer, .unlock, .reboot, .kexec, .forceReboot, .maintain, .migrateManaged, .setCephFlag,
        .setUnit, .setBackupJob, .setHAScheduling, .hook, .guestHook:
        let answer = try NodeProtocol.answer(
          to: request, of: node, run: Self.run, marker: "k7Qz", result: CommandResult())
        #expect(answer == .done)
      }
    }
  }

  @Test func `questions are answered with their own kind of value`() throws {
    let node = try #require(NodeName("pve1"))
    func answer(_ request: RunRequest, _ script: Script) throws -> RunAnswer {
      try NodeProtocol.answer(
        to: request, of: node, run: Self.run, marker: Script.marker, result: script.result)
    }
    guard case .survey(let survey) = try answer(.survey, Script.survey()),
      case .glance(let glance) = try answer(.glance, Script.glance()),
      case .boot(let report) = try answer(.bootReport(devices: []), Script.bootReport())
    else {
      Issue.record("an answer of another kind")
      return
    }
    #expect(survey.node.name == node)
    #expect(glance.node == node)
    #expect(report.node == node)
  }

  @Test func `a survey of another node than the one asked is an error`() throws {
    let other = try #require(NodeName("pve2"))
    let result = try Script.survey().result
    #expect {
      try NodeProtocol.answer(to: .survey, of: other, run: Self.run, marker: Script.marker, result: result)
    } throws: {
      ($0 as? NodeError)?.answered == "the host calls itself pve1"
    }
  }

  @Test func `jobs are reported, and a job whose answer was cut is left out`() throws {
    let node = try #require(NodeName("pve1"))
    let text = """
      @m a unit
      inactive

      @m= 3
      @m a rc
      255

      @m= 0
      @m a out
      one
      two

      @m= 0
      @m a err

      @m= 0
      @m b unit
      active

      """
    let cursors = [JobCursor(id: JobID("a")), JobCursor(id: JobID("b"))]
    let answer = try NodeProtocol.answer(
      to: .poll(cursors), of: node, run: Self.run, marker: "m",
      result: CommandResult(output: Array(text.utf8), exit: .none))
    guard case .jobs(let reports) = answer else {
      Issue.record("not about jobs")
      return
    }
    #expect(reports.map(\.id) == [JobID("a")])
    #expect(reports.first?.state == .ended(exit: 255))
    #expect(reports.first?.output == ["one", "two"])
  }
}
