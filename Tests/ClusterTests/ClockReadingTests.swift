import Testing

@testable import Cluster

struct ClockReadingTests {
  private let asked = Timestamp(seconds: 1000)

  @Test func `however long a node worked, its clock is known as well as the way to it was short`() {
    let reading = ClockReading(began: 1000.2, ended: 1007.2)
    let offset = reading.offset(askedAt: asked, answeredAt: asked + 7.3)
    #expect(offset.map { abs($0.lowerBound + 0.1) < 0.001 && abs($0.upperBound - 0.2) < 0.001 } == true)
  }

  @Test func `a clock that is ahead shows between its bounds`() {
    let reading = ClockReading(began: 1100.5, ended: 1101.5)
    let offset = reading.offset(askedAt: asked, answeredAt: asked + 3)
    #expect(offset?.contains(100) == true)
  }

  @Test func `a clock that was set meanwhile tells nothing`() {
    #expect(ClockReading(began: 1000, ended: 5000).offset(askedAt: asked, answeredAt: asked + 3) == nil)
  }
}
