import Cluster
import TestPace
import Testing

@testable import Planning

/// Guests that a move of the run has left locked.
@Suite(.givesWay) struct UnlockingTests {
  private let pve1 = SampleCluster.name("pve1")
  private let guest = GuestID(101)

  private func carriedOut(
    _ faults: TypedWorld.Faults, isAllowed: Bool = true, killedAfter events: Int = .max
  ) -> TypedWorld {
    var policy = Policy()
    policy.unlocksOwnMoves = isAllowed
    policy.nodes = [pve1]
    return .carriedOut(
      SampleCluster.start(SampleCluster.small(), policy: policy), faults: faults, limit: 5000, killedAfter: events)
  }

  private func task(_ subject: String, _ type: String = "vzmigrate") -> RunningTask {
    RunningTask(upid: "UPID:x", type: type, subject: subject)
  }

  @Test(arguments: [true, false])
  func `a guest that a move has left locked and stopped is unlocked, started, and the run goes on`(isMoved: Bool) {
    let world = carriedOut(.init(leftLocked: [guest: isMoved]))
    #expect(world.outcome?.result == .ok)
    #expect(world.unlockedByUs == [guest])
    #expect(world.bootCount[pve1] == 1)
    #expect(world.inventory.guest(guest)?.node == pve1)
    #expect(world.inventory.guest(guest)?.status == .running)
    let told = world.notices.map(\.notice).filter { $0.event == "move.unlocked" }
    #expect(told.map(\.guest) == [guest])
    #expect(told.first?.level == .warning)
  }

  @Test func `without policy's word a guest that is left locked is a human's`() {
    let world = carriedOut(.init(leftLocked: [guest: true]), isAllowed: false)
    #expect(world.outcome?.result == .attention)
    #expect(world.unlockedByUs.isEmpty)
    #expect(world.outcome?.remedy.contains("pct unlock 101") == true)
  }

  @Test(arguments: ["pve1", "pve2", "pve3"])
  func `as long as a task of either node moves the guest its lock stays`(node: String) {
    var faults = TypedWorld.Faults(leftLocked: [guest: true])
    // Nothing is asked of a node that has nothing to do with the move.
    faults.work[SampleCluster.name(node)] = (task("101"), 60, 4000)
    let world = carriedOut(faults)
    let target = world.startedOrders.first { $0.movedGuest == guest }?.target
    let isNear = [pve1, target].contains(SampleCluster.name(node))
    #expect(world.unlockedByUs.isEmpty == isNear, "\(node)")
    if isNear { #expect(world.outcome?.result == .attention) }
  }

  @Test func `work on another guest does not keep the lock`() {
    var faults = TypedWorld.Faults(leftLocked: [guest: true])
    faults.work[pve1] = (task("102"), 60, 200)
    #expect(carriedOut(faults).unlockedByUs == [guest])
  }

  @Test func `a lock that was there before our move is nobody's to take off`() {
    let world = carriedOut(.init(locks: [guest: ("migrate", 40, 9999)]))
    #expect(world.unlockedByUs.isEmpty)
    #expect(world.outcome?.result != .ok)
  }

  @Test func `a run that is killed at any moment unlocks all the same, and no other guest`() {
    for events in stride(from: 30, through: 200, by: 7) {
      let world = carriedOut(.init(leftLocked: [guest: true]), killedAfter: events)
      #expect(world.outcome?.result == .ok, "killed after \(events) events")
      #expect(Set(world.unlockedByUs) == [guest], "killed after \(events) events")
    }
  }
}
