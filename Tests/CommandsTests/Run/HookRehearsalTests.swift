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
