import Cluster
import Planning
import Simulation
import TestPace
import Testing

@testable import Commands

/// Monitoring is told to keep quiet, and to watch again, by whole runs against one that may not listen.
@Suite(.givesWay) struct SilenceRehearsalTests {
  private func run(_ faults: String..., change: (inout SilenceRules) -> Void = { _ in }) -> RehearsedRun {
    var rules = SilenceRules()
    change(&rules)
    return RehearsedRun(RehearsalHerd.herd, faults: faults) { $0.silence = rules }
  }

  @Test func `no guest goes down while monitoring watches it, and it watches again at the end`() {
    let run = run()
    #expect(run.result.exitCode == 0 && run.violations == [])
    #expect(run.said("silence.started").count == 3 && run.said("silence.ended").count == 3)
    #expect(run.truth?.alerts == [] && run.truth?.silences == [])
    #expect((run.guest(101)?.interruptions ?? 0) > 0)
  }

  @Test func `calls that hang are given up and made again`() {
    let run = run("silence-hangs:0:2")
    #expect(run.result.exitCode == 0 && run.violations == [])
    #expect(run.said("silence.refused").first?.contains("no end in time") == true)
  }

  @Test func `monitoring that refuses for good holds the run with every guest where it was`() {
    let run = run("silence-refused:0:9999")
    #expect(run.result.exitCode == 8 && run.violations == [])
    #expect(run.truth?.guests.allSatisfy { $0.moves == 0 && $0.interruptions == 0 } == true)
    #expect(run.said("run.ended").first?.contains("Too frequently") == true)
  }

  @Test func `where policy says so the run goes on, and alerts fire`() {
    let run = run("silence-refused:0:9999") { $0.onFailure = .ignore }
    #expect(run.result.exitCode == 0 && run.violations == [])
    #expect(run.truth?.alerts.isEmpty == false)
    #expect(run.said("silence.failed").count >= 6)
  }

  @Test func `a silence is extended before it is over`() {
    let run = run { $0.lengthSeconds = 180 }
    #expect(run.result.exitCode == 0 && run.violations == [])
    #expect(run.said("silence.extended").count > 3)
  }

  /// A machine is shut down in the middle of the drain: it is down sooner than monitoring can be told.
  @Test(arguments: Array(stride(from: 420, through: 448, by: 4)))
  func `a controller that has slept until monitoring watched again tells it anew before it goes on`(event: Int) {
    var herd = RehearsalHerd.herd
    for index in herd.guests.indices where herd.guests[index].id == GuestID(200) {
      herd.guests[index].configuration = (herd.guests[index].configuration + ["hostpci0: 0000:00:02.0"]).sorted()
    }
    let run = RehearsedRun(herd, faults: ["controller-stalls:\(event):400"]) {
      $0.silence = SilenceRules()
      $0.silence?.lengthSeconds = 180
      $0.immovable = .shutdown
      $0.guestRules = [GuestRule(ids: [GuestID(200)], handling: .auto)]
      $0.guestRules[0].after = [.id(GuestID(101))]
    }
    #expect(run.result.exitCode == 0 && run.violations == [])
    #expect(run.truth?.alerts == [])
  }

  @Test(arguments: Array(stride(from: 20, through: 320, by: 75)))
  func `killed at any event, and taken up here or elsewhere, it leaves no silence behind`(event: Int) {
    for fault in ["controller-killed:\(event)", "controller-lost:\(event)"] {
      let run = run(fault)
      #expect(run.violations == [], "\(fault)")
    }
  }
}
