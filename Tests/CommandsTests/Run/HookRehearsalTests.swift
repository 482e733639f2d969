import Cluster
import Planning
import Simulation
import TestPace
import Testing

@testable import Commands

/// The operator's commands in whole runs, by the command lines that real nodes get.
@Suite(.givesWay) struct HookRehearsalTests {
  private func run(_ hooks: [Hook], _ faults: String...) -> RehearsedRun {
    RehearsedRun(RehearsalHerd.herd, faults: faults) { $0.hooks = hooks }
  }

  @Test func `commands run on controller, node and guest`() {
    let run = run([
      Hook(.beforeRun, words: ["a"]), Hook(.beforeNode, at: .node, words: ["sh", "-c", "test -n \"$HERDMON_GUESTS\""]),
      Hook(.beforeMove, at: .guest, words: ["sync"]), Hook(.afterMove, at: .node, words: ["true"]),
    ])
    #expect(run.result.exitCode == 0 && run.violations == [])
    #expect(run.said("hook.failed") == [])
    #expect(run.said("hook.done").count { $0 == "before-node hook sh is done" } == 3)
    #expect(
      run.said("hook.done", 101) == ["before-move hook sync is done", "after-move hook true is done"].repeated(2))
  }

  /// Five guests are moved by HA, the others by the run.
  private var managedHerd: Herd {
    var herd = RehearsalHerd.herd
    for guest in herd.guests.filter(\.isRunning).prefix(5) { herd.managed[guest.id] = "started" }
    return herd
  }

  @Test func `commands run around the moves of HA, too`() {
    let run = RehearsedRun(managedHerd) {
      $0.hooks = [Hook(.beforeMove, at: .guest, words: ["sync"]), Hook(.afterMove, at: .node, words: ["true"])]
    }
    #expect(run.result.exitCode == 0 && run.violations == [], "\(run.violations)")
    for guest in run.truth?.guests.filter({ $0.start.status == "running" }) ?? [] {
      let said = ["before-move hook sync is done", "after-move hook true is done"].repeated(2)
      #expect(run.said("hook.done", guest.id) == said, "\(guest.name)")
    }
  }

  @Test func `one that fails before HA moves guests leaves their nodes as they were`() {
    let run = RehearsedRun(managedHerd) { $0.hooks = [Hook(.beforeMove, at: .node, words: ["false"])] }
    #expect(run.result.exitCode == 1 && run.violations == [], "\(run.violations)")
    #expect(run.said("ha.left") == [])
    #expect(run.truth?.nodes.allSatisfy { $0.boots == 0 } == true)
    #expect(run.truth?.guests.allSatisfy { $0.moves == 0 } == true)
  }

  @Test func `a node's refusal holds the run before a guest is touched`() {
    let run = run([Hook(.beforeNode, at: .node, words: ["false"])])
    #expect(run.result.exitCode == 8 && run.violations.map { $0.prefix(8) } == ["run-ends"], "it fails for ever")
    #expect(run.truth?.guests.allSatisfy { $0.moves == 0 } == true)
    #expect(run.said("run.ended").first?.contains("before-node hook false failed") == true)
  }

  @Test(arguments: ["hook-fails:0:1", "hook-hangs:0:1"])
  func `one that fails or hangs holds the run, which goes on when it is taken up`(fault: String) {
    let run = run([Hook(.beforeRun, words: ["a"])], fault)
    #expect(run.result.exitCode == 8 && run.violations == [])
    #expect(run.said("hook.failed").count == 1 && run.said("hook.done").count == 1)
  }
}

extension Array {
  fileprivate func repeated(_ times: Int) -> [Element] { Array(repeatElement(self, count: times).joined()) }
}
