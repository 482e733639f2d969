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

  private var managed: Herd {
    var herd = herd
    for guest in herd.guests where guest.isRunning { herd.managed[guest.id] = "started" }
    return herd
  }

  @Test func `an HA stack that balances by itself is left alone by default, and named`() {
    let run = RehearsedRun(managed, faults: ["ha-balances:200"])
    #expect(run.violations.isEmpty)
    #expect(run.said("run.suspended").isEmpty)
  }

  @Test(arguments: [nil, 40, 120, 200])
  func `an HA stack that balances by itself is suspended where policy allows, and goes on after the run`(
    killedAfter: Int?
  ) {
    let kill = killedAfter.map { ["controller-killed:\($0)"] } ?? []
    let run = RehearsedRun(managed, faults: ["ha-balances:200"] + kill) { $0.otherActors = .suspend }
    #expect(run.violations.isEmpty)
    #expect(run.result.exitCode == 0)
    #expect(run.said("run.suspended").contains("the HA stack's own balancing is suspended until the run ends"))
  }
}
