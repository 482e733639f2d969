import Planning
import Simulation
import TestPace
import Testing

@testable import Commands

/// Whole runs on herds and under faults that nobody chose, by the real command lines. A seed that fails is a test case:
/// `herdmon simulate --seed N` tells its story.
@Suite(.givesWay) struct RehearsalTests {
  @Test(arguments: 0..<4)
  func `no rule of safety is broken`(_ quarter: Int) {
    for number in 0..<3 {
      let seed = UInt64(1000 + quarter * 10 + number)
      let result = Rehearsal.random(seed: seed).carryOut()
      #expect(result.violations.map { "\($0.invariant): \($0.message)" } == [], "seed \(seed)")
    }
  }

  @Test(arguments: [67 as UInt64, 2133]) func `a seed that broke a rule once breaks none`(_ seed: UInt64) {
    #expect(Rehearsal.random(seed: seed).carryOut().violations.map(\.message) == [])
  }

  @Test(arguments: [1, 2, 5, 12, 21] as [UInt64])
  func `the cluster of a rehearsal goes with it`(_ seed: UInt64) {
    weak var left: SimulatedCluster?
    do {
      let rehearsal = Rehearsal.random(seed: seed)
      let cluster = rehearsal.cluster
      left = cluster
      _ = rehearsal.carryOut(on: cluster) { _ in }
    }
    #expect(left == nil, "seed \(seed)")
  }

  @Test func `a seed replays exactly`() {
    func story() -> [String] {
      var lines: [String] = []
      _ = Rehearsal.random(seed: 7).carryOut { lines.append("\($0.time) \($0.notice.subject) \($0.notice.message)") }
      return lines
    }
    let first = story()
    #expect(first.count > 20)
    #expect(first == story())
  }

  @Test(arguments: 1...6)
  func `a controller killed after any event is succeeded by one that finishes the run`(_ event: Int) {
    let run = RehearsedRun(RehearsalHerd.herd, faults: ["controller-killed:\(event * 36)"])
    #expect(run.result.exitCode == 0)
    #expect(run.violations == [])
  }

  @Test(arguments: 1...6)
  func `a controller lost with its journal is succeeded by another machine that finishes the run`(_ event: Int) {
    let run = RehearsedRun(RehearsalHerd.herd, faults: ["controller-lost:\(event * 35)"])
    #expect(run.result.exitCode == 0)
    #expect(run.violations == [])
  }

  @Test(arguments: [40, 120]) func `a controller that wakes late and that another one has not replaced goes on`(
    _ event: Int
  ) {
    let run = RehearsedRun(
      RehearsalHerd.herd, faults: ["controller-stalls:\(event):400", "second-run:300", "second-run:600"])
    #expect(run.result.exitCode == 0)
    #expect(run.said("run.started").count == 1)
    #expect(run.violations == [])
  }

  @Test(arguments: [1, 2, 30, 200])
  func `a journal that is full ends the process before it acts, and the next one goes on`(_ event: Int) {
    let run = RehearsedRun(RehearsalHerd.herd, faults: ["journal-full:\(event)"])
    #expect(run.result.exitCode == 0)
    #expect(run.violations == [])
  }

  @Test(arguments: ["-7200", "7200"])
  func `a clock that was set does not stop the process that takes the run up`(_ seconds: String) {
    let run = RehearsedRun(
      RehearsalHerd.herd, faults: ["clock-jump:100:\(seconds)", "controller-killed:60", "controller-killed:150"])
    #expect(run.result.exitCode == 0)
    #expect(run.violations == [])
  }

  @Test(arguments: [Strategy.rotate, .leave], [nil, 60, 120, 180] as [Int?])
  func `a run that leaves guests elsewhere knows where, killed or not`(
    _ strategy: Strategy, _ event: Int?
  ) {
    let run = RehearsedRun(
      RehearsalHerd.herd,
      faults: event.map { ["controller-killed:\($0)", "controller-lost:\($0 + 20)"] } ?? []
    ) { $0.strategy = strategy }
    #expect(run.result.exitCode == 0)
    #expect(run.violations == [])
    #expect(
      run.truth?.guests.contains { $0.node != $0.start.node && $0.status == "running" } == true)
  }

  @Test(arguments: [60, 100, 140, 200])
  func `a lost run that is given up by another machine brings everyone home`(
    _ event: Int
  ) throws {
    let fault = try #require(Fault("controller-lost:\(event)"))
    var policy = Policy()
    policy.reboot = .always
    var rehearsal = Rehearsal(herd: RehearsalHerd.herd, faults: [fault], policy: policy, seed: 1)
    rehearsal.goal = .abandon
    var events: [String] = []
    let result = rehearsal.carryOut { events.append($0.notice.event) }
    #expect(result.violations.map(\.message) == [])
    #expect(events.contains("run.taken-up"))
    let last = events.lastIndex(of: "run.taken-up") ?? 0
    #expect(events[last...].count { $0 == "phase.started" } < 3, "no further node is worked on")
  }

  @Test func `words of the operator reach the run`() {
    let skipped = RehearsedRun(RehearsalHerd.herd, faults: ["steered:60:skip-node:pve1"])
    #expect(skipped.said("node.skipped").contains("skipped by the operator"))
    let aborted = RehearsedRun(RehearsalHerd.herd, faults: ["steered:60:abort"])
    #expect(aborted.said("run.aborting").count == 1)
    #expect(
      RehearsedRun(RehearsalHerd.herd, faults: ["steered:60:retry:101"]).said("run.refused").count
        == 1)
    for run in [skipped, aborted] { #expect(run.violations == []) }
  }

  @Test func `a paused run goes on, a stopped one is taken up`() {
    let paused = RehearsedRun(RehearsalHerd.herd, faults: ["steered:100:pause"])
    #expect(paused.result.exitCode == 0)
    #expect(paused.said("run.continued") == ["goes on"])
    let stopped = RehearsedRun(RehearsalHerd.herd, faults: ["steered:100:stop"])
    #expect(stopped.result.exitCode == 7)
    #expect(stopped.violations == [])
    #expect(stopped.said("run.resumed").count == 1)
  }
}
