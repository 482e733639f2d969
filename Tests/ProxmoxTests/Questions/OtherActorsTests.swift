import Cluster
import Remote
import Testing

@testable import Proxmox

@Suite struct OtherActorsQuestionTests {
  private func health(_ label: String, _ text: String, status: Int32 = 0) throws -> NodeHealth {
    let script = try Script.survey().with(label, SectionedResult.Part(text, status: status))
    return try SurveyQuestionTests.survey(script).node.health
  }

  @Test func `balancers that are active are named`() throws {
    let lines = "proxlb.service loaded active running ProxLB\nmy-proxlb@2.service loaded active running a;b\n"
    #expect(
      try health("balancers", lines + "$(x)proxlb.service loaded active\n0 loaded units listed.\n").balancers
        == ["proxlb.service", "my-proxlb@2.service"])
    #expect(try health("balancers", "").balancers == [])
  }

  @Test func `backup jobs are on unless they are switched off`() throws {
    let text = """
      vzdump: backup-1
      \tall 1
      \tschedule sun 07:00

      vzdump: backup-2
      \tenabled 0

      realmsync: vzdump-like
      \tenabled 1
      """
    #expect(try health("/etc/pve/jobs.cfg", text).backupJobs == ["backup-1"])
  }

  @Test(arguments: [
    (
      "ha=static,ha-auto-rebalance=1,ha-auto-rebalance-margin=10",
      "ha=static,ha-auto-rebalance=0,ha-auto-rebalance-margin=10"
    ),
    ("ha-rebalance-on-start=1, ha=static", nil), ("ha-rebalance-on-start=yes", "ha-rebalance-on-start=0"),
    ("ha-rebalance-on-start=1,x=$(y)", nil),
  ])
  func `a stack that balances by itself is known by its options, and they are switched off alone`(
    option: String, suspended: String?
  ) throws {
    let balancing = try health("/etc/pve/datacenter.cfg", "crs: \(option)\nkeyboard: de\n").haBalancing
    #expect(try #require(balancing).option == option)
    #expect(balancing?.suspended == suspended)
  }

  @Test(arguments: ["ha-rebalance-on-start=0", "ha=static", "ha=static,ha-auto-rebalance-threshold=1"])
  func `a stack that only places what starts moves nothing`(option: String) throws {
    #expect(try health("/etc/pve/datacenter.cfg", "crs: \(option)\n").haBalancing == nil)
  }
}
