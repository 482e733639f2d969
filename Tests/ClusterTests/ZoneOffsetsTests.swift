import Cluster
import Testing

struct ZoneOffsetsTests {
  private let change = Timestamp(seconds: 1_000_000)

  @Test func `a clock that is put back shows an hour twice, and the first counts`() {
    let zone = ZoneOffsets(firstSeconds: 7200, changes: [.init(since: change, seconds: 3600)])
    #expect(zone.seconds(at: change + -1) == 7200 && zone.seconds(at: change) == 3600)
    #expect(zone.moment(showing: 1_000_000 + 7200 - 1800) == change + -1800)
    #expect(zone.moment(showing: 1_000_000 + 7200) == change + 3600)
  }

  @Test func `a time that a clock skips is the moment at which it does`() {
    let zone = ZoneOffsets(firstSeconds: 3600, changes: [.init(since: change, seconds: 7200)])
    #expect(zone.moment(showing: 1_000_000 + 3600 - 1) == change + -1)
    #expect(zone.moment(showing: 1_000_000 + 3600 + 1800) == change)
    #expect(zone.moment(showing: 1_000_000 + 7200) == change)
    #expect(zone.moment(showing: 1_000_000 + 7260) == change + 60)
  }

  @Test func `universal time is what it shows`() {
    #expect(ZoneOffsets.utc.moment(showing: 77) == Timestamp(seconds: 77))
    #expect(ZoneOffsets.utc.seconds(at: change) == 0)
  }
}
