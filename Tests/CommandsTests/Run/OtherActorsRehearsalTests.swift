import Cluster
import Planning
import Simulation
import TestPace
import Testing

@testable import Commands

/// A balancer and a backup job on the simulated cluster.
@Suite(.givesWay) struct OtherActorsRehearsalTests {
  private var herd: Herd {
    var herd = RehearsalHerd.herd
    herd.backupJobs = ["nightly"]
    return herd
  }

  @Test func `both are suspended where policy allows, and nothing of it is left`() {
    let run = RehearsedRun(herd, faults: ["balancer:pve2"]) { $0.otherActors = .suspend }
    #expect(run.result.exitCode == 0)
    #expect(run.violations.isEmpty)
    #expect(run.said("run.suspended").contains { $0.hasPrefix("proxlb.service on pve2") })
    #expect(run.said("run.suspended").contains { $0.hasPrefix("the backup job nightly") })
  }

  @Test func `a controller that is killed anywhere leaves nobody suspended`() {
    for events in stride(from: 15, through: 180, by: 55) {
      let run = RehearsedRun(herd, faults: ["balancer:pve2", "controller-killed:\(events)"]) {
        $0.otherActors = .suspend
      }
      #expect(run.violations.isEmpty, "killed after \(events) events")
    }
  }
}
