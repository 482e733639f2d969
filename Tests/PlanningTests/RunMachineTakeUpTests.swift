import Cluster
import TestPace
import Testing

@testable import Planning

/// Runs that another machine takes up by what the cluster keeps of them.
@Suite(.givesWay) struct RunMachineTakeUpTests {
  /// A run on the small cluster, killed after so many events; nil when it came to its end before.
  private func killed(after events: Int, faults: TypedWorld.Faults = .init()) -> TypedWorld? {
    let inventory = SampleCluster.small()
    var world = TypedWorld(inventory, faults: faults)
    let start = SampleCluster.start(inventory)
    var machine = RunMachine(start, at: world.epoch)
    world.carryOut(&machine, from: .began(start), killedAfter: events)
    return world.outcome == nil ? world : nil
  }

  private func isHome(_ world: TypedWorld) -> Bool {
    SampleCluster.small().guests.allSatisfy { guest in
      let now = world.inventory.guest(guest.id)
      return now?.node == guest.node && now?.status == guest.status
    }
  }

  @Test func `a run killed at any moment is finished from its record, and no node is restarted twice`() throws {
    var events = 3
    while var world = killed(after: events) {
      events += 19
      // Its record is the last thing that a run takes away.
      guard world.record != nil else { continue }
      world.takeUp(.finish)
      #expect(world.outcome?.result == .ok, "\(events) events: \(world.outcome?.reason ?? "hangs")")
      #expect(isHome(world), "\(events) events")
      #expect(
        world.bootCount.values.allSatisfy { $0 == 1 } && world.bootCount.count == 3, "\(events): \(world.bootCount)")
      #expect(world.outcome?.restarted.count == 3, "\(events) events")
      #expect(world.record == nil, "\(events) events")
      #expect(world.rebootsWithGuests == [] && world.mostNodesDown == 1, "\(events) events")
    }
    #expect(events > 150)
  }

  @Test func `a run given up at any moment brings its guests home and restarts no further node`() throws {
    var events = 3
    while var world = killed(after: events) {
      events += 29
      guard world.record != nil else { continue }
      let boots = world.bootCount
      world.takeUp(.abandon)
      #expect(world.outcome?.result == .ok, "\(events) events: \(world.outcome?.reason ?? "hangs")")
      #expect(isHome(world), "\(events) events")
      #expect(world.bootCount == boots, "\(events) events")
      #expect(world.record == nil, "\(events) events")
    }
  }

  @Test(arguments: [TakeUp.Goal.finish, .abandon])
  func `a node whose shutdown is queued is waited for, and no guest is started there before it is back`(
    goal: TakeUp.Goal
  ) throws {
    let stuck = SampleCluster.name("pve1")
    let worlds = (60...400).lazy.compactMap { killed(after: $0, faults: .init(stuckShutdown: stuck)) }
    var world = try #require(worlds.first { !$0.stuck.isEmpty })
    let jobs = world.startedJobs.count
    world.takeUp(goal)
    #expect(world.outcome?.reason == "the shutdown of pve1 is stuck: pve-guests.service stop running")
    #expect(!world.startedJobs.dropFirst(jobs).contains { $0.rawValue.hasPrefix("return-") })
  }

  @Test func `a run whose present state is accepted moves nothing and clears its record`() throws {
    var world = try #require(killed(after: 60))
    world.takeUp(.acceptCurrent, after: 2000)
    let places = world.inventory.guests
    let jobs = world.startedJobs
    #expect(world.outcome?.result == .ok)
    #expect(world.inventory.guests == places)
    #expect(world.startedJobs == jobs)
    #expect(world.record == nil)
  }

  @Test func `a guest that its move has left stopped is started again`() throws {
    var world = try #require(killed(after: 40, faults: .init(deadGuests: [GuestID(101), GuestID(111), GuestID(121)])))
    world.now += 500
    world.faults.deadGuests = []
    world.takeUp(.finish)
    #expect(world.outcome?.result == .ok, "\(world.outcome?.reason ?? "hangs")")
    #expect(isHome(world))
  }

  @Test func `a turn that was begun and whose node stays busy is left out, and its guests come home`() throws {
    let worlds = stride(from: 10, through: 150, by: 5).lazy.compactMap { killed(after: $0) }
    var world = try #require(worlds.first { $0.record?.state.turns.first?.phase == .drain })
    let node = try #require(world.record?.state.turns.first?.node)
    world.faults.work[node] = (RunningTask(upid: "UPID:x", type: "qmclone", subject: "900"), 0, .infinity)
    world.takeUp(.finish)
    #expect(world.outcome?.result == .failed)
    #expect(world.outcome?.reason.contains("still busy after 30:00") == true)
    #expect(world.bootCount[node] == nil && world.bootCount.count == 2)
    #expect(isHome(world))
  }

  @Test func `a process that comes back late finds a record that is not its own any more`() throws {
    var world = try #require(killed(after: 60))
    let stale = try #require(world.record)
    world.takeUp(.finish, killedAfter: 20)
    #expect(world.record?.takeovers == 1)
    #expect(world.record?.homes == stale.homes)
  }
}
