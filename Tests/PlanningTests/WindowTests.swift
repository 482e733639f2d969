import Cluster
import Testing

@testable import Planning

struct WindowTests {
  /// Berlin in the second half of 2026: an hour behind from 25 October 01:00 UTC on; in 2027 forward on 28 March.
  private static let berlin = ZoneOffsets(
    firstSeconds: 7200,
    changes: [
      .init(since: moment("2026-10-25T01:00:00Z"), seconds: 3600),
      .init(since: moment("2027-03-28T01:00:00Z"), seconds: 7200),
    ])

  private static func moment(_ text: String) -> Timestamp {
    Timestamp(iso8601: text) ?? Timestamp(milliseconds: 0)
  }

  private func opening(_ window: String, at moment: String, in zone: ZoneOffsets = .utc) throws -> [String] {
    let window = try #require(Window(window))
    let opening = try #require(window.opening(at: Self.moment(moment), in: zone))
    return [opening.opens, opening.closes].map { String($0.iso8601.dropLast(4).dropFirst(5)) }
  }

  @Test(arguments: [
    ("Sun 02:00-06:00", "2026-11-22T03:00:00Z", ["11-22T02:00", "11-22T06:00"]),
    ("Sun 02:00-06:00", "2026-11-22T06:00:00Z", ["11-29T02:00", "11-29T06:00"]),
    ("sun 2:00-6:00", "2026-11-21T23:00:00Z", ["11-22T02:00", "11-22T06:00"]),
    ("Sat 22:00-04:00", "2026-11-22T03:59:00Z", ["11-21T22:00", "11-22T04:00"]),
    ("22:00-24:00;00:00-05:00", "2026-11-24T23:00:00Z", ["11-24T22:00", "11-25T05:00"]),
    ("Mon-Fri 01:00-02:00", "2026-11-21T12:00:00Z", ["11-23T01:00", "11-23T02:00"]),
    ("Fri-Mon 01:00-02:00", "2026-11-24T00:00:00Z", ["11-27T01:00", "11-27T02:00"]),
    ("Tue,Thu 01:00-02:00", "2026-11-25T00:00:00Z", ["11-26T01:00", "11-26T02:00"]),
  ])
  func `a window tells when it is open, or will be`(_ text: String, _ moment: String, _ expected: [String]) throws {
    #expect(try opening(text, at: moment) == expected)
  }

  @Test func `times are those of the zone, on days of changed clocks too`() throws {
    let berlin = Self.berlin
    #expect(try opening("Sun 02:00-06:00", at: "2026-10-18T00:30:00Z", in: berlin) == ["10-18T00:00", "10-18T04:00"])
    // Clocks show 02:00 to 03:00 twice: it opens at the first.
    #expect(try opening("Sun 02:00-06:00", at: "2026-10-25T00:00:00Z", in: berlin) == ["10-25T00:00", "10-25T05:00"])
    // It closes at the first time that clocks show 02:30.
    #expect(try opening("Sun 01:00-02:30", at: "2026-10-25T00:00:00Z", in: berlin) == ["10-24T23:00", "10-25T00:30"])
    // Clocks skip 02:00 to 03:00.
    #expect(try opening("Sun 02:30-05:00", at: "2027-03-28T00:00:00Z", in: berlin) == ["03-28T01:00", "03-28T03:00"])
    #expect(try opening("Sun 01:00-02:30", at: "2027-03-28T00:30:00Z", in: berlin) == ["03-28T00:00", "03-28T01:00"])
    // One that lies in the hour that is skipped does not open at all.
    #expect(try opening("Sun 02:10-02:50", at: "2027-03-28T00:00:00Z", in: berlin) == ["04-04T00:10", "04-04T00:50"])
  }

  @Test(arguments: [
    "", ";", "Sun", "Sun 02:00", "Sun 02:00-", "Sun 02:00-02:00", "Sun 24:00-02:00", "Sun 02:00-25:00", "Sun 2-6",
    "Son 02:00-06:00", "Sun- 02:00-06:00", "Mon-Tue-Wed 02:00-06:00", "Sun 02:60-06:00", "Sun at 02:00-06:00",
    "Sun 02:00-06:00;x", "Sun ٠٢:00-06:00", "Sun 0002:00-06:00", "Sun -2:00-06:00",
  ])
  func `what is no window is not read as one`(_ text: String) {
    #expect(Window(text) == nil)
  }
}

/// A run with a time by which it must be over.
struct DeadlineTests {
  private func run(deadline: Double?) -> (world: TypedWorld, machine: RunMachine) {
    var start = SampleCluster.start(SampleCluster.small())
    var world = TypedWorld(start.inventory)
    start.deadline = deadline.map { world.epoch + $0 }
    var machine = RunMachine(start, at: world.epoch)
    world.carryOut(&machine, from: .began(start))
    return (world, machine)
  }

  @Test func `no node is begun that can't be finished in time, and what is taken up has a time of its own`() {
    let seconds = SampleCluster.start(SampleCluster.small()).plan.makespanSeconds
    var (world, machine) = run(deadline: seconds * 0.7)
    #expect(machine.outcome?.result == .stopped)
    let count = machine.outcome?.restarted.count ?? 0
    #expect(count > 0 && count < 3)
    #expect(world.now < seconds * 0.75)
    world.carryOut(&machine, from: .resumed(until: world.clock))
    #expect(machine.outcome?.result == .stopped)
    #expect(machine.outcome?.restarted.count == count)
    world.carryOut(&machine, from: .resumed())
    #expect(machine.outcome?.result == .ok)
    #expect(machine.outcome?.restarted.count == 3)
  }

  @Test func `a run that has the time for no node begins none`() {
    let (_, machine) = run(deadline: 30)
    #expect(machine.outcome?.result == .stopped)
    #expect(machine.outcome?.restarted == [] && machine.outcome?.moves == 0)
  }
}
