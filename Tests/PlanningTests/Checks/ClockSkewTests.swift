import Cluster
import Testing

@testable import Planning

struct ClockSkewTests {
  private func findings(_ offsets: [ClosedRange<Double>?], usesHA: Bool = false) -> Checks.Findings {
    var inventory = SampleCluster.small()
    for (index, offset) in offsets.enumerated() { inventory.nodes[index].health.clockOffset = offset }
    if usesHA { inventory.guests[0].haState = "started" }
    return ClockSkew.findings(in: inventory)
  }

  @Test func `clocks that certainly differ by more than two seconds are told`() {
    let found = findings([0.0...0.2, 5.0...5.3, -0.1...0.1])
    #expect(found.blockers.isEmpty)
    #expect(found.warnings.map(\.message) == ["the clocks of pve3 and pve2 differ by 5 s at least"])
  }

  @Test func `where HA is used they are in the way`() {
    #expect(findings([0.0...0.2, 5.0...5.3], usesHA: true).blockers.map(\.code) == ["clock-skew"])
  }

  @Test func `what may as well be a slow answer is none`() {
    #expect(findings([0.0...0.2, -1.0...9.0, -0.1...0.1]) == Checks.Findings())
    #expect(findings([0.0...0.2, 1.9...2.1, nil]) == Checks.Findings())
    #expect(findings([nil, nil, 100.0...100.1]) == Checks.Findings())
  }

  @Test func `a controller whose own clock is off does not blame the nodes`() {
    #expect(findings([300.0...300.2, 300.1...300.3, 300.0...300.5]) == Checks.Findings())
  }
}
