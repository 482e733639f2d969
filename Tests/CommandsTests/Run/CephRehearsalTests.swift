import Cluster
import Planning
import Simulation
import TestPace
import Testing

@testable import Commands

/// Ceph on the nodes of the simulated cluster.
@Suite(.givesWay) struct CephRehearsalTests {
  private func herd(_ flags: Set<String> = []) -> Herd {
    var herd = RehearsalHerd.herd
    herd.cephFlags = flags
    return herd
  }

  @Test func `every restart is told to Ceph, and the next waits until its data is whole again`() {
    let run = RehearsedRun(herd())
    #expect(run.result.exitCode == 0)
    #expect(run.violations.isEmpty)
    #expect(!run.said("ceph.flagged").isEmpty)
    #expect(run.said("ceph.flagged").count == run.said("ceph.unflagged").count)
  }

  @Test func `a flag that someone else has set stays`() {
    let run = RehearsedRun(herd(["noout"]))
    #expect(run.result.exitCode == 0)
    #expect(run.violations.isEmpty)
    #expect(run.said("ceph.unflagged").isEmpty)
  }

  @Test func `a policy that tells Ceph nothing breaks the rule`() {
    let run = RehearsedRun(herd()) { $0.cephNoout = false }
    #expect(run.violations.contains { $0.contains("restarted without noout") })
  }

  @Test func `a controller that is killed anywhere leaves no flag behind`() {
    for events in stride(from: 30, through: 180, by: 50) {
      let run = RehearsedRun(herd(), faults: ["controller-killed:\(events)"])
      #expect(run.result.exitCode == 0, "killed after \(events) events")
      #expect(run.violations.isEmpty, "killed after \(events) events")
    }
  }
}
