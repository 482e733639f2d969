import Cluster
import Remote
import Testing

@testable import Proxmox

@Suite struct CephTests {
  private let config = SectionedResult.Part("")

  private func ceph(_ status: SectionedResult.Part, isSetUp: Bool = true) throws -> NodeHealth.Ceph? {
    var script = try Script.survey().with("ceph health", status)
    if isSetUp { script = script.with("/etc/pve/ceph.conf", config) }
    return try SurveyQuestionTests.survey(script).node.health.ceph
  }

  @Test func `health and its complaints read from the JSON`() throws {
    #expect(
      try ceph(try Sample.part("pve1/ceph-health.txt"))
        == NodeHealth.Ceph(status: "HEALTH_WARN", complaints: ["OSDMAP_FLAGS", "PG_DEGRADED"], flags: ["noout"]))
    #expect(try ceph(SectionedResult.Part("{\"status\":\"HEALTH_OK\"}")) == NodeHealth.Ceph(status: "HEALTH_OK"))
  }

  @Test func `every flag that is set is read`() throws {
    let text =
      #"{"status":"HEALTH_WARN","checks":{"OSDMAP_FLAGS":{"summary":{"message":"noout,nobackfill flag(s) set"}}}}"#
    #expect(try ceph(SectionedResult.Part(text))?.flags == ["noout", "nobackfill"])
  }

  @Test func `its storage daemons are counted by their folders`() throws {
    func count(_ part: SectionedResult.Part) throws -> Int {
      try SurveyQuestionTests.survey(try Script.survey().with("/var/lib/ceph/osd", part)).node.health.storageDaemons
    }
    #expect(try count(SectionedResult.Part("ceph-0\nceph-3\n")) == 2)
    #expect(try count(SectionedResult.Part("")) == 0)
    let error = "ls: cannot access '/var/lib/ceph/osd': No such file or directory\n"
    #expect(try count(SectionedResult.Part("", errors: error, status: 2)) == 0)
  }

  @Test func `without its configuration there is no Ceph, whatever its programs say`() throws {
    #expect(
      try ceph(SectionedResult.Part("", errors: "Error initializing cluster client\n", status: 1), isSetUp: false)
        == nil)
  }

  @Test func `a Ceph that is set up and silent is not taken for none`() throws {
    #expect(try ceph(SectionedResult.Part("", status: 124)) == NodeHealth.Ceph(status: ""))
  }
}
