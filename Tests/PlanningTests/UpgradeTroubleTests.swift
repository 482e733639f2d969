import Cluster
import TestPace
import Testing

@testable import Planning

/// Upgrades that were broken off, that hang, and that ask.
@Suite(.givesWay) struct UpgradeTroubleTests {
  private let pve1 = SampleCluster.name("pve1")

  private func carriedOut(_ faults: TypedWorld.Faults, _ change: (inout Policy) -> Void = { _ in }) -> TypedWorld {
    var policy = Policy()
    change(&policy)
    var world = TypedWorld(SampleCluster.small(), faults: faults)
    let start = SampleCluster.start(world.inventory, policy: policy)
    var machine = RunMachine(start, at: world.epoch)
    world.carryOut(&machine, from: .began(start))
    return world
  }

  @Test func `an upgrade that was broken off before is named with what completes it`() {
    let world = carriedOut(.init(interruptedUpgrades: [pve1]))
    #expect(world.outcome?.result == .failed)
    #expect(world.outcome?.reason.contains("run dpkg --configure -a, or set repair_packages") == true)
    #expect(world.bootCount.isEmpty)
  }

  @Test func `where policy allows it is completed first, then the upgrade is tried once more`() {
    let world = carriedOut(.init(interruptedUpgrades: [pve1])) { $0.repairsPackages = true }
    #expect(world.outcome?.result == .ok)
    let jobs = world.startedJobs.map(\.rawValue).filter { $0.contains("update-pve1") || $0.contains("repair") }
    #expect(jobs == ["update-pve1", "repair-pve1", "update-pve1-2"])
    #expect(world.notices.contains { $0.notice.event == "node.repairs" })
  }

  @Test func `an upgrade that prints nothing is named once with its last words`() {
    let world = carriedOut(.init(neverEnds: ["update-pve1"]))
    let said = world.notices.map(\.notice).filter { $0.event == "node.upgrade-silent" }
    #expect(
      said.map(\.message) == [
        "its upgrade has printed nothing for 10:00; last it said: Setting up pve-manager (8.4.5) ..."
      ])
    #expect(world.outcome?.result == .attention)
  }

  @Test func `an upgrade that waits for an answer holds the run with its question`() {
    let question = "*** issue (Y/I/N/O/D/Z) [default=N] ?"
    let world = carriedOut(.init(upgradeAsks: question, neverEnds: ["update-pve1"]))
    #expect(world.outcome?.reason == "the upgrade of pve1 waits for an answer: \(question)")
    #expect(world.now < 1200)
  }

  @Test(arguments: [
    ("Do you want to continue? [Y/n]", true), ("*** x (Y/I/N/O/D/Z) [default=N] ?", true),
    ("Setting up bash (5.2) ...", false), ("", false),
  ])
  func `a question is told from a step`(_ line: String, _ asks: Bool) {
    #expect(UpgradeLog.isPrompt(line) == asks)
  }
}
