import Cluster
import TestPace
import Testing

@testable import Planning

/// The first restarted node has to prove itself before the next is begun, whatever becomes of the run meanwhile.
@Suite(.givesWay) struct SoakTests {
  private static let soakSeconds = 3000.0

  /// What happens to the run while it waits.
  enum Mishap: CaseIterable {
    case nothing, stopped, killed, takenUpElsewhere
  }

  private static let start: RunStart = {
    var policy = Policy()
    policy.soakSeconds = soakSeconds
    return SampleCluster.start(SampleCluster.small(), policy: policy)
  }()

  private func carriedOut(
    killedAfter events: Int = .max, stoppedAt moment: Double = .infinity
  ) -> (world: TypedWorld, machine: RunMachine) {
    var world = TypedWorld(Self.start.inventory)
    var machine = RunMachine(Self.start, at: world.epoch)
    var isSaid = false
    world.carryOut(&machine, from: .began(Self.start), killedAfter: events) { now in
      guard now >= moment, !isSaid else { return nil }
      isSaid = true
      return .stop(.asked)
    }
    world.forget()
    return (world, machine)
  }

  /// When the first node was done, and when the second was begun.
  private func times(_ world: TypedWorld) -> (done: Double, next: Double) {
    let done = world.notices.first { $0.notice.event == "pass.finished" }?.time ?? -1
    return (done, world.notices.first { $0.notice.event == "pass.started" && $0.time > done }?.time ?? -1)
  }

  /// The run some time after its process was killed while it waited.
  private func killed() -> TypedWorld {
    let whole = carriedOut().world
    let done = times(whole).done
    var world = carriedOut(killedAfter: whole.journal.count { $0.time <= whole.epoch + done }).world
    world.now += 1000
    return world
  }

  @Test(arguments: Mishap.allCases)
  func `the next node is begun when the time is over, and no sooner`(_ mishap: Mishap) {
    var (world, machine) = carriedOut()
    switch mishap {
    case .nothing: break
    case .stopped:
      (world, machine) = carriedOut(stoppedAt: times(world).done)
      #expect(world.outcome?.result == .stopped)
      world.now += 1000
      world.carryOut(&machine, from: .resumed())
    case .killed:
      world = killed()
      machine = world.folded(Self.start)
      world.carryOut(&machine, from: .resumed())
    case .takenUpElsewhere:
      world = killed()
      world.takeUp(.finish)
    }
    #expect(world.outcome?.result == .ok)
    #expect(world.bootCount.count == 3)
    let (done, next) = times(world)
    #expect(done > 0 && done < 1000)
    #expect((Self.soakSeconds...Self.soakSeconds + 30).contains(next - done), "\(done) \(next)")
    // Only the first restarted node has to prove itself.
    #expect(world.notices.count { $0.notice.event == "run.soaking" } == (mishap == .nothing ? 1 : 2))
  }

  @Test func `a run that was told to stop while the first node filled again waits for it when it is resumed`() {
    let done = times(carriedOut().world).done
    var (world, machine) = carriedOut(stoppedAt: done - 5)
    #expect(world.outcome?.result == .stopped)
    world.carryOut(&machine, from: .resumed())
    #expect(world.outcome?.result == .ok)
    let (_, next) = times(world)
    #expect(next - done >= Self.soakSeconds - 5)
  }

  @Test func `a run that is given up waits for nothing`() {
    var world = killed()
    world.takeUp(.abandon)
    #expect(world.outcome != nil)
    #expect(world.now < Self.soakSeconds)
    #expect(world.bootCount.count == 1)
  }
}
