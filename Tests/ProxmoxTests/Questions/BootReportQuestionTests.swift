import Cluster
import Remote
import Testing

@testable import Proxmox

@Suite struct BootReportQuestionTests {
  static func report(_ script: Script, devices: [String] = []) throws -> BootReport {
    try BootReportQuestion(devices: devices).answer(
      from: script.result, marker: Script.marker, of: try #require(NodeName("pve1")))
  }

  @Test func `a report tells what proves the boot`() throws {
    let report = try Self.report(try Script.bootReport())
    #expect(report.bootID.rawValue.hasPrefix("3f0c2a9e"))
    #expect(report.kernel == "6.8.12-9-pve")
    #expect(report.uptimeSeconds == 1_209_600.42)
    #expect(report.isQuorate)
    #expect(report.members.count == 3)
    #expect(report.storages.filter(\.isActive).map(\.name) == ["local", "local-lvm", "nfs-ct", "san"])
    #expect(
      report.services == [
        "pve-cluster": "active", "corosync": "active", "pvedaemon": "active", "pveproxy": "active",
        "pvestatd": "active", "pve-guests": "activating",
      ])
    #expect(report.queuedShutdown == [])
    #expect(report.missingDevices == [])
  }

  @Test func `a device counts as a character or a block device, not as a file`() throws {
    let devices = ["/dev/dri/card1", "/dev/sdb", "/dev/dri/renderD128"]
    var script = try Script.bootReport(devices: devices)
    let yes = SectionedResult.Part("", status: 0)
    let no = SectionedResult.Part("", status: 1)
    script["device 0 c"] = yes
    script["device 1 b"] = yes
    for label in ["device 0 b", "device 1 c", "device 2 c", "device 2 b"] { script[label] = no }
    #expect(try Self.report(script, devices: devices).missingDevices == ["/dev/dri/renderD128"])
  }

  @Test func `services that are not active are told in their own words`() throws {
    let words = SectionedResult.Part("active\ninactive\nactive\nactive\nfailed\nactivating\n", status: 3)
    let report = try Self.report(try Script.bootReport().with("systemctl is-active", words))
    #expect(report.services["corosync"] == "inactive")
    #expect(report.services["pvestatd"] == "failed")
  }

  @Test(arguments: ["", "active\n", "Failed to connect to bus: x\n"])
  func `too few words prove nothing`(_ text: String) throws {
    let script = try Script.bootReport().with("systemctl is-active", SectionedResult.Part(text, status: 1))
    #expect(throws: NodeError.self) { try Self.report(script) }
  }

  @Test func `a node whose pmxcfs is not up yet is reported as not quorate`() throws {
    let script = try Script.bootReport().with("/etc/pve/.members", Script.noFile)
      .with("/etc/pve/storage.cfg", Script.noFile)
      .with(
        "pvesm status", SectionedResult.Part("", errors: "ipcc_send_rec[1] failed: Connection refused\n", status: 111))
    let report = try Self.report(script)
    #expect(!report.isQuorate)
    #expect(report.members == [])
    #expect(report.storages == [])
    #expect(report.bootID.rawValue.hasPrefix("3f0c2a9e"))
  }

  @Test func `a member that has not heard of its cluster yet is not quorate`() throws {
    let early = SectionedResult.Part("{\"nodename\":\"pve1\",\"version\":1}")
    #expect(try !Self.report(try Script.bootReport().with("/etc/pve/.members", early)).isQuorate)
  }

  @Test func `no list of storages is no proof that none is missing`() throws {
    let hung = try Script.bootReport().with("pvesm status", SectionedResult.Part("", status: 124))
    #expect { try Self.report(hung) } throws: { ($0 as? NodeError)?.kind == .deadlineExceeded }
  }

  @Test func `another node than the one asked proves nothing`() throws {
    let other = SectionedResult.Part("{\"nodename\":\"pve2\",\"version\":1}")
    let script = try Script.bootReport().with("/etc/pve/.members", other)
    #expect(throws: NodeError.self) { try Self.report(script) }
  }
}
