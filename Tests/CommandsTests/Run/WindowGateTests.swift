import ArgumentParser
import Cluster
import Orchestration
import Planning
import Synchronization
import Testing

@testable import Commands

@Suite struct WindowGateTests {
  /// Sunday, 22 November 2026, seven o'clock.
  private static let sunday = Timestamp(seconds: 1_795_330_800)

  private func gate(_ words: String..., configured: String? = nil) throws -> WindowGate {
    let options = try CommonOptions.parse(words)
    var policy = Policy()
    policy.window = configured.flatMap { Window($0) }
    policy.follow(options)
    return WindowGate(policy, options: options, zone: .utc)
  }

  @Test func `inside the window a run ends when it closes, or before by a deadline`() throws {
    #expect(try gate(configured: "Sun 06:00-09:00").limit(at: Self.sunday, scope: .rolling) == Self.sunday + 7200)
    let short = try gate("--deadline", "1h", configured: "Sun 06:00-09:00")
    #expect(try short.limit(at: Self.sunday, scope: .rolling) == Self.sunday + 3600)
    #expect(try gate("--deadline", "1h").limit(at: Self.sunday, scope: .rolling) == Self.sunday + 3600)
    #expect(try gate().limit(at: Self.sunday, scope: .rolling) == nil)
  }

  @Test func `outside of it nothing that restarts is begun, and the message says when it opens`() throws {
    let gate = try gate(configured: "Sun 02:00-06:00")
    #expect {
      try gate.limit(at: Self.sunday, scope: .rolling)
    } throws: { error in
      guard let error = error as? WindowClosed else { return false }
      return error.exitCode == .refused && "\(error)".contains("it opens Sun 2026-11-29 02:00")
    }
    let node = try #require(NodeName("pve1"))
    #expect(throws: WindowClosed.self) { try gate.limit(at: Self.sunday, scope: .reboot([node])) }
    #expect(throws: WindowClosed.self) { try gate.limit(at: Self.sunday, scope: .update([node])) }
    #expect(try gate.limit(at: Self.sunday, scope: .drain([node])) == nil)
    #expect(try gate.limit(at: Self.sunday, scope: .undrain([node])) == nil)
  }

  @Test func `the command line's window counts before the configuration's`() throws {
    let always = try gate("--window", "always", configured: "Sun 02:00-06:00")
    #expect(try always.limit(at: Self.sunday, scope: .rolling) == nil)
    let other = try gate("--window", "07:00-08:00", configured: "Sun 02:00-06:00")
    #expect(try other.limit(at: Self.sunday, scope: .rolling) == Self.sunday + 3600)
    #expect(throws: (any Error).self) { try CommonOptions.parse(["--window", "sometimes"]) }
  }

  @Test func `a plan tells when a closed window opens, and that one is too short for all`() throws {
    var plan = Plan(passes: [])
    plan.makespanSeconds = 3000
    func codes(_ window: String, _ scope: RunScope = .rolling) throws -> [String] {
      try gate(configured: window).warnings(for: plan, scope: scope, at: Self.sunday).map(\.code)
    }
    #expect(try codes("Sun 06:00-09:00") == [])
    #expect(try codes("Sun 06:00-07:30") == ["window-short"])
    #expect(try codes("Sun 08:00-08:30") == ["window-closed", "window-short"])
    #expect(try codes("Sun 08:00-08:30", .drain([])) == [])
    #expect(
      try gate(configured: "Sun 08:00-09:00").warnings(for: plan, scope: .rolling, at: Self.sunday).first?.message
        == "the window 'Sun 08:00-09:00' is closed and opens Sun 2026-11-22 08:00")
  }

  @Test func `what was begun is finished outside of the window, and no more`() throws {
    let closed = try gate(configured: "Sun 02:00-06:00")
    #expect(closed.limitOnceBegun(at: Self.sunday, scope: .rolling) == Self.sunday)
    let open = try gate(configured: "Sun 06:00-09:00")
    #expect(open.limitOnceBegun(at: Self.sunday, scope: .rolling) == Self.sunday + 7200)
    #expect(try gate().limitOnceBegun(at: Self.sunday, scope: .rolling) == nil)
  }

  private final class Sleeper: RunClock {
    let slept = Mutex<[Double]>([])
    func now() -> Timestamp { WindowGateTests.sunday }
    func sleep(seconds: Double) async { slept.withLock { $0.append(seconds) } }
  }

  @Test func `a run waits for the window as long as it was told to, not longer`() async throws {
    let clock = Sleeper()
    await (try gate("--wait", "30m", configured: "07:20-09:00")).wait(on: clock, scope: .rolling)
    #expect(clock.slept.withLock { $0 } == [1200])
    await (try gate("--wait", "10m", configured: "07:20-09:00")).wait(on: clock, scope: .rolling)
    await (try gate("--wait", "10m", configured: "06:20-09:00")).wait(on: clock, scope: .rolling)
    #expect(clock.slept.withLock { $0 } == [1200])
  }

  @Test func `the machine's own zone is found with the days on which its clocks are changed`() {
    let utc = WallClock.offsets(around: Self.sunday, in: .utc)
    #expect(utc == .utc)
  }
}
