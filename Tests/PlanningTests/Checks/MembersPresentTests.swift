import Cluster
import TestPace
import Testing

@testable import Planning

@Suite(.givesWay) struct MembersPresentTests {
  private let pve2 = SampleCluster.name("pve2")

  private var parted: Inventory {
    var inventory = SampleCluster.small()
    inventory.nodes[1].isInCluster = false
    inventory.quorum.votes = 2
    return inventory
  }

  @Test func `a node that answers and is no member is waited for`() {
    #expect(MembersPresent.waits(in: SampleCluster.small()).isEmpty)
    let found = MembersPresent.waits(in: parted)
    #expect(found.map(\.message) == ["pve2 answers, and is out of the cluster"])
    #expect(found.map(\.node) == [pve2])
  }

  @Test func `one that does not answer is no matter of this, nor is a cluster without quorum`() {
    var silent = parted
    silent.nodes[1].isOnline = false
    #expect(MembersPresent.waits(in: silent).isEmpty)
    var torn = parted
    torn.quorum.isQuorate = false
    #expect(MembersPresent.waits(in: torn).isEmpty)
  }

  @Test(arguments: [RunScope.rolling, .reboot([SampleCluster.name("pve1")]), .drain([SampleCluster.name("pve1")])])
  func `whatever moves guests waits for it, and its vote is not missed for good`(scope: RunScope) {
    let plan = Planner.plan(scope: scope, policy: Policy(), inventory: parted)
    #expect(plan.isFeasible, "\(plan.blockers)")
    #expect(plan.warnings.contains { $0.code == "member-away" })
    #expect(plan.passes.filter { $0.node != pve2 }.flatMap(\.drain).allSatisfy { $0.to != pve2 })
  }

  @Test func `an update in place does not`() {
    let plan = Planner.plan(scope: .update([SampleCluster.name("pve1")]), policy: Policy(), inventory: parted)
    #expect(!plan.warnings.contains { $0.code == "member-away" })
  }

  @Test func `who is a member the quorate side says`() {
    func survey(_ node: String, isQuorate: Bool, sees: Set<String>) -> NodeSurvey {
      NodeSurvey(
        node: SampleCluster.node(node), clusterName: "homelab",
        quorum: Quorum(isQuorate: isQuorate, votes: sees.count, expected: 3, needed: 2),
        members: ["pve1", "pve2", "pve3"].map {
          Member(name: SampleCluster.name($0), address: "", isOnline: sees.contains($0))
        }, placements: [], guests: [])
    }
    let outsider = survey("pve3", isQuorate: false, sees: ["pve3"])
    let others = ["pve1", "pve2"].map { survey($0, isQuorate: true, sees: ["pve1", "pve2"]) }
    let merged = Inventory(merging: [outsider] + others, takenAt: Timestamp(seconds: 0))
    #expect(merged.nodes.map(\.isInCluster) == [true, true, false])
    let torn = Inventory(merging: [outsider], takenAt: Timestamp(seconds: 0))
    #expect(torn.nodes.map(\.isInCluster) == [true, true, true], "without quorum nobody's word counts")
  }

  // MARK: Runs

  private func world(outFrom from: Double, to: Double) -> TypedWorld {
    var world = TypedWorld(SampleCluster.small())
    world.faults.out = (pve2, from, to)
    let start = SampleCluster.start(world.inventory)
    var machine = RunMachine(start, at: world.epoch)
    world.carryOut(&machine, from: .began(start))
    return world
  }

  @Test func `no node is drained before all are together again`() {
    let world = world(outFrom: 0, to: 300)
    #expect(world.outcome?.result == .ok)
    let waited = world.notices.filter { $0.notice.event == "run.waiting" }.map(\.notice.message)
    #expect(waited.first == "pve2 answers, and is out of the cluster; waiting for it up to 10:00")
    #expect((world.notices.first { $0.notice.event == "pass.started" }?.time ?? 0) >= 300)
  }

  @Test func `one that stays out holds the run after ten minutes, nothing touched`() {
    let world = world(outFrom: 0, to: .infinity)
    #expect(world.outcome?.result == .attention)
    #expect(world.outcome?.reason == "pve2 answers, and is out of the cluster")
    #expect(world.bootCount.isEmpty && world.startedJobs.allSatisfy { $0.rawValue.hasPrefix("fetch-") })
    #expect((600...700).contains(world.now))
  }
}
