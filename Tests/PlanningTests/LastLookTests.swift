import Cluster
import TestPace
import Testing

@testable import Planning

/// What a run sees when all its turns are over, against a world of values.
@Suite(.givesWay) struct LastLookTests {
  private let pve1 = SampleCluster.name("pve1")

  private func run(out: (from: Double, to: Double)? = nil) -> TypedWorld {
    let start = SampleCluster.start(SampleCluster.small())
    var world = TypedWorld(start.inventory)
    if let out { world.faults.out = (node: pve1, from: out.from, to: out.to) }
    var machine = RunMachine(start, at: world.epoch)
    world.carryOut(&machine, from: .began(start))
    return world
  }

  /// When the last turn is over, in a run without trouble.
  private var end: Double {
    get throws { try #require(run().notices.last { $0.notice.event == "pass.finished" }).time }
  }

  @Test func `a member that falls out in the last seconds is waited for`() throws {
    let end = try end
    let world = run(out: (from: end, to: end + 100))
    #expect(world.outcome?.result == .ok)
    #expect(world.now > end + 100)
    let told = world.notices.filter { $0.notice.event == "run.waiting" }.map(\.notice.message)
    #expect(told == ["pve1 answers, and is out of the cluster; waiting for it up to 10:00"])
  }

  @Test func `what was seen long before it is told is looked at once more`() throws {
    let end = try end
    let start = SampleCluster.start(SampleCluster.small())
    var world = TypedWorld(start.inventory)
    world.faults.lateSurveys = end..<end + 100
    world.faults.stoppedByHand = (guest: GuestID(101), at: end + 100)
    var machine = RunMachine(start, at: world.epoch)
    world.carryOut(&machine, from: .began(start))
    #expect(world.outcome?.result == .strayed)
    #expect(world.outcome?.strays.map(\.guest) == [GuestID(101)])
  }

  @Test(arguments: [(300.0, RunOutcome.Result.ok), (.infinity, .strayed)])
  func `a guest that the HA stack is moving is let come to rest, or named`(
    seconds: Double, result: RunOutcome.Result
  ) throws {
    let start = SampleCluster.start(SampleCluster.small(), scope: .update([pve1]))
    var world = TypedWorld(start.inventory)
    world.faults.service = (guest: GuestID(111), state: "relocate", until: seconds)
    var machine = RunMachine(start, at: world.epoch)
    world.carryOut(&machine, from: .began(start))
    #expect(world.outcome?.result == result)
    #expect(world.now > min(seconds, start.policy.timing.silenceMaxSeconds))
    let named = world.outcome?.strays.map(\.message) ?? []
    #expect(named == (result == .ok ? [] : ["the HA stack is at ct/111 ct111 (relocate)"]))
  }

  @Test func `a member that stays out needs a human`() throws {
    let end = try end
    let world = run(out: (from: end, to: .infinity))
    #expect(world.outcome?.result == .attention)
    #expect(world.outcome?.reason == "pve1 answers, and is out of the cluster")
    #expect(world.outcome?.remedy.hasPrefix("see pvecm status") == true)
  }
}
