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
        == NodeHealth.Ceph(status: "HEALTH_WARN", complaints: ["OSDMAP_FLAGS", "PG_DEGRADED"]))
    #expect(try ceph(SectionedResult.Part("{\"status\":\"HEALTH_OK\"}")) == NodeHealth.Ceph(status: "HEALTH_OK"))
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
