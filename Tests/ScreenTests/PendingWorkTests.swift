import Cluster
import Planning
import Testing

@testable import Screen

@Suite struct PendingWorkTests {
  @Test func `the first page and the fleet tell the same number`() {
    let cluster = SampleHerd.atRest(80, 24).canvas().glyphLines
    let fleet = SampleHerd.pressing("3", in: SampleHerd.atRest(80, 24)).canvas().glyphLines
    for lines in [cluster, fleet] {
      #expect(lines.contains { $0.contains("46 updates") && $0.contains("2 to reboot") }, "\(lines)")
    }
  }

  @Test(arguments: 30...90) func `the fleet's title has whole parts or none`(_ width: Int) {
    let title = SampleHerd.pressing("3", in: SampleHerd.atRest(width, 24)).canvas().glyphLines[1]
    let words = title.split { " ─".contains($0) }.map(String.init)
    let whole = "fleet 42 hosts 46 updates 2 to reboot 1/42".split(separator: " ").map(String.init)
    #expect(words.allSatisfy(whole.contains), "\(title)")
    #expect(!title.contains("updates─") && !title.contains("hosts─"), "\(title)")
  }
}
