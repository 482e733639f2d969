import Cluster
import Foundation
import Testing

@testable import Planning

/// What the cluster itself keeps of a run.
struct RecordKeeperTests {
  private func run(
    _ inventory: Inventory = SampleCluster.small(), record: Policy.Record = .required,
    faults: TypedWorld.Faults = .init(),
    interrupt: (Double) -> Steering? = { _ in nil }
  ) -> TypedWorld {
    var policy = Policy()
    policy.record = record
    var world = TypedWorld(inventory, faults: faults)
    let start = SampleCluster.start(inventory, policy: policy)
    var machine = RunMachine(start, at: world.epoch)
    world.carryOut(&machine, from: .began(start), interrupt: interrupt)
    return world
  }

  @Test func `nothing is started before the cluster holds the record`() {
    var world = TypedWorld(SampleCluster.small())
    let start = SampleCluster.start(world.inventory)
    var machine = RunMachine(start, at: world.epoch)
    world.carryOut(&machine, from: .began(start), killedAfter: 1)
    #expect(world.record != nil)
    #expect(world.startedJobs.isEmpty)
    #expect(world.record?.homes[GuestID(112)] == SampleCluster.name("pve2"))
  }

  @Test func `the record follows every phase and is gone when the run is over`() {
    let world = run()
    #expect(world.outcome?.result == .ok)
    #expect(world.record == nil)
    #expect(world.recordsKept >= 1 + 3 * 4)
  }

  @Test func `a record that can't be removed for a moment is tried again, and told at last`() {
    let late = run(faults: .init(refusedRemovals: 5))
    #expect(late.outcome?.result == .ok)
    #expect(late.record == nil)
    #expect(!late.notices.contains { $0.notice.event == "record.left" })
    let never = run(faults: .init(refusedRemovals: 1000))
    #expect(never.outcome?.result == .ok)
    #expect(never.record != nil)
    let told = never.notices.map(\.notice).filter { $0.event == "record.left" }
    #expect(
      told.map(\.message) == ["the run's record is left, herdmon recover removes it: connection refused"])
  }

  @Test func `a stopped run leaves its record for whoever takes it up`() throws {
    var said = false
    let world = run { now in
      guard now > 40, !said else { return nil }
      said = true
      return .stop(.asked)
    }
    #expect(world.outcome?.result == .stopped)
    let turn = try #require(world.record?.state.turns.first)
    #expect(turn.phase == .drain)
    #expect(turn.boot == BootID("boot-\(turn.node)-0"))
  }

  @Test func `no run begins on several nodes that can't keep its record`() {
    let world = run(faults: .init(refusesRecord: true))
    #expect(world.outcome?.result == .failed)
    #expect(world.outcome?.reason.contains("Permission denied") == true)
    #expect(world.startedJobs.isEmpty)
  }

  @Test(arguments: [Policy.Record.wanted, .none]) func `a run begins without a record where policy says so`(
    record: Policy.Record
  ) {
    let world = run(record: record, faults: .init(refusesRecord: true))
    #expect(world.outcome?.result == .ok)
    #expect(world.notices.contains { $0.notice.event == "record.failed" } == (record == .wanted))
    #expect(world.recordsKept == 0)
  }

  @Test func `a record says the same after a way through JSON, and leaves out settings that it does not know`() throws {
    let world = run { $0 > 40 ? .stop(.asked) : nil }
    var record = try #require(world.record)
    #expect(!record.state.turns.isEmpty)
    record.state.undo = [.cephFlag("noout"), .maintenance(SampleCluster.name("pve1"))]
    let data = try JSONEncoder().encode(record)
    #expect(try JSONDecoder().decode(ClusterRecord.self, from: data) == record)
    let other = String(decoding: data, as: UTF8.self).replacing("\"memoryLimit\"", with: "\"memoryBound\"")
    let read = try JSONDecoder().decode(ClusterRecord.self, from: Data(other.utf8))
    #expect(read.policy == nil)
    #expect(read.homes == record.homes)
  }
}
