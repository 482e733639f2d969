import Cluster
import Remote
import Testing

@testable import Proxmox

@Suite struct ClusterResourcesTests {
  @Test func `memory reads for nodes and guests, where it is told`() throws {
    let resources = try ClusterResources(try Sample.part("pve1/cluster-resources.txt"))
    #expect(resources.nodes == ["pve1": Capacity(usedBytes: 14_552_109_568, totalBytes: 33_552_109_568)])
    #expect(resources.guests == [GuestID(101): 1 << 30, GuestID(200): 2 << 30])
  }

  @Test func `a guest's memory in use comes with the survey, and its lack is no problem`() throws {
    let told = try SurveyQuestionTests.survey(try Script.survey())
    #expect(told.guests.first?.memoryUsedBytes == 1 << 30)
    let failed = SectionedResult.Part("", errors: "Connection refused\n", status: 255)
    let untold = try SurveyQuestionTests.survey(try Script.survey().with("cluster resources", failed))
    #expect(untold.guests.first?.memoryUsedBytes == nil)
    #expect(untold.node.memory.totalBytes == 32_765_732 << 10)
    #expect(untold.node.problems == told.node.problems)
  }

  @Test(arguments: ["", "{}", "proxy handler failed"])
  func `anything but a list is an error`(_ text: String) {
    #expect(throws: Unreadable.self) { try ClusterResources(SectionedResult.Part(text)) }
  }
}
