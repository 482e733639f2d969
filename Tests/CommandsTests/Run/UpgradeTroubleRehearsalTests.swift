import Cluster
import Planning
import Simulation
import TestPace
import Testing

@testable import Commands

/// Upgrades that were broken off, and one that asks, by the real command lines.
@Suite(.givesWay) struct UpgradeTroubleRehearsalTests {
  private let herd = RehearsalHerd.herd

  @Test func `an upgrade that was broken off before is named, and completed where policy allows`() {
    let named = RehearsedRun(herd, faults: ["dpkg-interrupted:pve2"])
    #expect(named.result.exitCode == 1)
    #expect(named.violations.isEmpty)
    #expect(named.said("node.failed").contains { $0.contains("run dpkg --configure -a") })
    let completed = RehearsedRun(herd, faults: ["dpkg-interrupted:pve2"]) { $0.repairsPackages = true }
    #expect(completed.result.exitCode == 0)
    #expect(completed.violations.isEmpty)
    #expect(completed.said("node.repairs").count == 1)
  }

  @Test func `an upgrade that asks holds the run with its question`() {
    let run = RehearsedRun(herd, faults: ["prompt:pve2"])
    #expect(run.result.exitCode == 8)
    #expect(run.violations.isEmpty)
    #expect(
      run.said("run.ended").contains { $0.contains("the upgrade of pve2 waits for an answer: *** issue (Y/I/N/O/D/Z)") }
    )
  }
}
