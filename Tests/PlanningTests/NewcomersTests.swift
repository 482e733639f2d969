import Cluster
import TestPace
import Testing

@testable import Planning

/// Guests that someone starts on a node, or sends to it, after it was emptied.
@Suite(.givesWay) struct NewcomersTests {
  private let pve1 = SampleCluster.name("pve1")
  private let pve2 = SampleCluster.name("pve2")

  /// A run over three nodes; a tenth guest lies stopped on the first.
  private func run(
    _ faults: TypedWorld.Faults, killedAfter events: Int = .max,
    _ change: (inout Policy, inout Guest) -> Void = { _, _ in }
  ) -> TypedWorld {
    var inventory = SampleCluster.small()
    var policy = Policy()
    var late = SampleCluster.container(190, on: "pve1", status: .stopped)
    change(&policy, &late)
    inventory.guests.append(late)
    return .carriedOut(SampleCluster.start(inventory, policy: policy), faults: faults, killedAfter: events)
  }

  private var started: TypedWorld.Faults { .init(intruder: (GuestID(190), pve1)) }

  private func sent(_ guest: Int, _ times: Int) -> TypedWorld.Faults { .init(sender: (GuestID(guest), pve1, times)) }

  private func said(_ world: TypedWorld, _ event: String) -> [Notice] {
    world.notices.map(\.notice).filter { $0.event == event }
  }

  @Test func `a guest that someone has started is drained as well, and runs at home when its node is back`() {
    let world = run(started)
    #expect(world.outcome?.result == .ok)
    #expect(world.bootCount[pve1] == 1)
    #expect(world.rebootsWithGuests.isEmpty)
    #expect(world.inventory.guest(GuestID(190))?.node == pve1)
    #expect(world.inventory.guest(GuestID(190))?.status == .running)
    #expect(said(world, "node.cleared").map(\.guest) == [GuestID(190)])
    #expect(world.lies.isEmpty)
  }

  @Test(arguments: [1, 2, 3])
  func `a guest that is sent back is drained twice at most, then its node is left out and no other`(times: Int) {
    let world = run(sent(101, times))
    let isCleared = times < 3
    #expect(world.bootCount[pve1] == (isCleared ? 1 : nil))
    #expect(world.bootCount[pve2] == 1)
    #expect(world.outcome?.result == (isCleared ? .ok : .failed))
    #expect(said(world, "node.cleared").count == min(times, 2))
    #expect(world.inventory.guest(GuestID(101))?.node == pve1)
    #expect(world.inventory.guest(GuestID(101))?.status == .running)
    // A job whose name was used before would not be started.
    #expect(Set(world.startedJobs).count == world.startedJobs.count)
    #expect(world.startedJobs.contains(JobID("drain-pve1-move\(min(times, 2) + 1)-101-1")))
    #expect(world.lies.isEmpty)
  }

  @Test func `another node's guest that is sent here goes home, and only once`() {
    let world = run(sent(111, 1))
    #expect(world.outcome?.result == .ok)
    #expect(world.inventory.guest(GuestID(111))?.node == pve2)
    let orders = world.startedOrders.filter { $0.movedGuest == GuestID(111) && $0.target == pve2 }
    #expect(!orders.isEmpty)
    #expect(!world.startedJobs.contains { $0.rawValue.hasPrefix("return-pve1-move-111-") })
  }

  @Test func `a guest that can't leave keeps its node from being restarted, by policy in one of two ways`() {
    let left = run(started) { $1.passthrough = ["hostpci0"] }
    #expect(left.bootCount[pve1] == nil)
    #expect(left.outcome?.result == .failed)
    #expect(left.outcome?.reason.contains("uses hardware of pve1: hostpci0") == true)
    let held = run(started) {
      $0.onGuestFailure = .hold
      $1.passthrough = ["hostpci0"]
    }
    #expect(held.outcome?.result == .attention)
    #expect(held.bootCount[pve1] == nil)
  }

  @Test func `a guest that can't leave is shut down where policy lets it, and started after its node`() {
    let world = run(started) {
      $0.immovable = .shutdown
      $1.passthrough = ["hostpci0"]
    }
    #expect(world.outcome?.result == .ok)
    #expect(world.bootCount[pve1] == 1)
    #expect(world.rebootsWithGuests.isEmpty)
    #expect(world.inventory.guest(GuestID(190))?.status == .running)
  }

  @Test func `a guest that policy leaves alone does not keep its node up though it was started late`() {
    let world = run(started) { policy, guest in
      policy.guestRules = [GuestRule(ids: [guest.id], handling: .ignore)]
    }
    #expect(world.bootCount[pve1] == 1)
    #expect(!world.startedOrders.contains { $0.guest == GuestID(190) })
  }

  @Test func `a guest that was started late is treated as its policy says`() {
    let world = run(started) { policy, guest in
      var rule = GuestRule()
      rule.ids = [guest.id]
      rule.shutdownSeconds = 77
      policy.guestRules = [rule]
    }
    let seconds = world.startedOrders.compactMap { order -> Int? in
      if case .moveContainer(GuestID(190), _, let seconds) = order { seconds } else { nil }
    }
    #expect(seconds == [77, 77], "on its way out and back")
  }

  @Test func `monitoring is told of newcomers before they are touched`() {
    let world = run(started) { policy, _ in policy.silence = SilenceRules() }
    #expect(world.outcome?.result == .ok)
    #expect(world.uncovered.isEmpty)
    #expect(world.silences.isEmpty)
    let told = world.told.filter { $0.verb == .start && $0.silence.node == pve1 }
    #expect(told.map { $0.silence.guests.contains { $0.id == GuestID(190) } } == [false, true])
  }

  @Test func `a run that is killed at any moment drains newcomers all the same`() {
    for events in stride(from: 100, through: 420, by: 9) {
      let world = run(started, killedAfter: events)
      #expect(world.outcome?.result == .ok, "killed after \(events) events")
      #expect(world.rebootsWithGuests.isEmpty)
      #expect(world.inventory.guest(GuestID(190))?.status == .running)
    }
  }
}
