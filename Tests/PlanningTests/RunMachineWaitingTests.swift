import Cluster
import TestPace
import Testing

@testable import Planning

/// Turns that wait for work of others, against a world of values.
@Suite(.givesWay) struct RunMachineWaitingTests {
  private let inventory = SampleCluster.seed()
  private let pve3 = SampleCluster.name("pve3")

  private func world(
    busyFrom from: Double, to: Double, policy: Policy = Policy(), interrupt: (Double) -> Steering? = { _ in nil }
  ) -> TypedWorld {
    var faults = TypedWorld.Faults()
    faults.work[pve3] = (RunningTask(upid: "UPID:pve3:x", type: "qmclone", subject: "900"), from, to)
    var world = TypedWorld(inventory, faults: faults)
    let start = SampleCluster.start(inventory, policy: policy)
    var machine = RunMachine(start, at: world.epoch)
    world.carryOut(&machine, from: .began(start), interrupt: interrupt)
    return world
  }

  private func said(_ world: TypedWorld, _ event: String) -> [String] {
    world.notices.filter { $0.notice.event == event }.map(\.notice.message)
  }

  @Test func `a turn waits for work of others, says so once, and goes on when it has ended`() {
    let world = world(busyFrom: 0, to: 600)
    #expect(world.outcome?.result == .ok)
    #expect(world.outcome?.restarted.count == 3)
    #expect(said(world, "run.waiting") == ["pve3 is at work: qmclone of 900; waiting for it up to 30:00"])
    #expect(said(world, "run.waited").count == 1)
    let begun = world.notices.first { $0.notice.event == "pass.started" }?.time ?? 0
    #expect((600...640).contains(begun))
  }

  /// Seconds for which what is pending on a node can't be read, and how often it is looked again.
  @Test(arguments: [(1.0, 1, true), (45, 2, true), (.infinity, 2, false)])
  func `what can't be read is looked for again before a run is held for it`(
    seconds: Double, looks: Int, isReadable: Bool
  ) {
    // The first turn is pve3's; its look comes after the lists of all nodes were refreshed.
    var world = TypedWorld(inventory, faults: .init(unreadUpdates: (pve3, 0, .infinity)))
    let start = SampleCluster.start(inventory)
    var machine = RunMachine(start, at: world.epoch)
    world.carryOut(&machine, from: .began(start), killedAfter: 3)
    while said(world, "run.waiting").isEmpty, let event = world.nextEvent() {
      world.carryOut(&machine, from: event, killedAfter: 1)
    }
    world.faults.unreadUpdates?.to = world.now + seconds
    if let event = world.nextEvent() { world.carryOut(&machine, from: event) }
    let words = "what is pending on pve3 is not known: half an answer; looking again"
    #expect(said(world, "run.waiting") == Array(repeating: words, count: looks))
    #expect(world.outcome?.result == (isReadable ? .ok : .attention))
    #expect(world.bootCount.count == (isReadable ? 3 : 0))
    #expect(world.startedJobs.allSatisfy { $0.rawValue.hasPrefix("fetch-") } != isReadable)
  }

  @Test func `after the limit the node is left out and the others are done`() {
    var policy = Policy()
    policy.busyWaitSeconds = 300
    let world = world(busyFrom: 0, to: .infinity, policy: policy)
    #expect(world.outcome?.result == .failed)
    #expect(world.outcome?.restarted.map(\.rawValue) == ["pve2", "pve1"])
    #expect(world.bootCount[pve3] == nil)
    #expect(
      world.outcome?.reason == "pve3: still busy after 5:00: pve3 is at work: qmclone of 900")
  }

  @Test func `with policy hold the limit ends the run, nothing touched`() {
    var policy = Policy()
    policy.busyWaitSeconds = 300
    policy.onGuestFailure = .hold
    let world = world(busyFrom: 0, to: .infinity, policy: policy)
    #expect(world.outcome?.result == .attention)
    #expect(world.bootCount.isEmpty)
    #expect(world.startedJobs.allSatisfy { $0.rawValue.hasPrefix("fetch-") })
    #expect(world.outcome?.remedy == "let it finish first")
  }

  @Test func `a run that waits stops when told to`() {
    var asked = false
    let world = world(busyFrom: 0, to: .infinity) { now in
      guard now > 100, !asked else { return nil }
      asked = true
      return .stop(.asked)
    }
    #expect(world.outcome?.result == .stopped)
    #expect(world.now < 200)
  }

  @Test func `work that begins while the node is drained holds its reboot back until it ends`() {
    let world = world(busyFrom: 100, to: 900)
    #expect(world.outcome?.result == .ok)
    #expect(said(world, "node.waiting") == ["waits with its reboot: pve3 is at work: qmclone of 900"])
    let rebooted = world.notices.first { $0.notice.event == "phase.started" && $0.notice.message == "reboot: ordered" }
    #expect((900...930).contains(rebooted?.time ?? 0))
  }

  @Test func `someone else's move that may come to the node is waited for before its drain and before its reboot`() {
    var faults = TypedWorld.Faults()
    let pve1 = SampleCluster.name("pve1")
    for (from, to) in [(0.0, 600.0), (100.0, 900.0)] {
      faults.work[pve1] = (RunningTask(upid: "UPID:pve1:x", type: "qmigrate", subject: "900"), from, to)
      var world = TypedWorld(inventory, faults: faults)
      let start = SampleCluster.start(inventory)
      var machine = RunMachine(start, at: world.epoch)
      world.carryOut(&machine, from: .began(start))
      #expect(world.outcome?.result == .ok)
      let event = from == 0 ? "pass.started" : "phase.started"
      let first = world.notices.first { $0.notice.event == event && (from == 0 || $0.notice.phase == .reboot) }
      #expect((to...to + 40).contains(first?.time ?? 0), "\(event) at \(first?.time ?? 0)")
      let said = self.said(world, from == 0 ? "run.waiting" : "node.waiting").first ?? ""
      #expect(said.contains("pve1 is at work: qmigrate of 900, perhaps to pve3"))
    }
  }

  @Test func `work that never ends leaves the node updated and not rebooted, its guests home`() {
    let world = world(busyFrom: 100, to: .infinity)
    #expect(world.outcome?.result == .failed)
    #expect(world.bootCount[pve3] == nil)
    #expect(world.outcome?.reason.contains("pve3: updated, not rebooted: pve3 is at work: qmclone of 900") == true)
    #expect(world.outcome?.restarted.map(\.rawValue) == ["pve2", "pve1"])
    #expect(world.outcome?.strays.isEmpty == true)
  }
}
