import Cluster
import Testing

@testable import Commands

@Suite struct FiguresTests {
  @Test(arguments: [(59.0, "0m"), (3599, "59m"), (19_200, "5h20m"), (3_553_200, "41d3h")])
  func `uptimes are short`(seconds: Double, text: String) { #expect(Figures.uptime(seconds) == text) }

  @Test(arguments: [
    (Int64(0), "0 B"), (1023, "1023 B"), (512 << 20, "512 MiB"), (2 << 30, "2.0 GiB"), (3 << 39, "1.5 TiB"),
  ])
  func `bytes take the unit that keeps them short`(count: Int64, text: String) { #expect(Figures.bytes(count) == text) }

  @Test func `an unknown whole has no percentage`() {
    #expect(Figures.percent(Capacity(usedBytes: 1, totalBytes: 0)) == "-")
    #expect(Figures.percent(Capacity(usedBytes: 1, totalBytes: 3)) == "33 %")
  }

  @Test func `digits after the point are rounded`() {
    #expect(Figures.tenths(0.25) == "0.3")
    #expect(Figures.tenths(-0.26) == "-0.3")
    #expect(Figures.hundredths(1.005) == "1.00")
    #expect(Figures.hundredths(0.07) == "0.07")
  }
}
