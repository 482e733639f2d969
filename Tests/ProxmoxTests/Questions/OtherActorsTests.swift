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
    ("ha=static,ha-auto-move=1", true), ("ha-move-on-start=1,ha=static", true), ("ha-move-on-start=0", false),
    ("ha=static", false),
  ])
  func `a stack that balances by itself is known by its options`(options: String, balances: Bool) throws {
    #expect(try health("/etc/pve/datacenter.cfg", "crs: \(options)\nkeyboard: de\n").haBalances == balances)
  }
}
