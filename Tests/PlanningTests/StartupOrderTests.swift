import Cluster
import TestPace
import Testing

@testable import Planning

/// What guests say of themselves by `startup: order=…,up=…,down=…`.
@Suite(.givesWay) struct StartupOrderTests {
  private let pve1 = SampleCluster.name("pve1")

  private func guest(_ id: Int, order: Int? = nil, up: Int? = nil, down: Int? = nil) -> Guest {
    var guest = SampleCluster.container(id, on: "pve1")
    guest.startup = Guest.Startup(order: order, upSeconds: up, downSeconds: down)
    return guest
  }

  private func inventory(_ guests: [Guest]) -> Inventory {
    SampleCluster.cluster(["pve1", "pve2", "pve3"].map { SampleCluster.node($0) }, guests)
  }

  /// Who waits for whom on the way home to the first node.
  private func waits(_ guests: [Guest], _ policy: Policy = Policy()) -> [Int: [Int]] {
    let plan = Planner.plan(scope: .reboot([pve1]), policy: policy, inventory: inventory(guests))
    return (plan.passes.first?.return ?? []).reduce(into: [:]) { waits, move in
      waits[move.guest.rawValue] = move.after.map(\.rawValue)
    }
  }

  @Test func `a guest waits for the next lower number, and one without a number for nobody`() {
    let guests = [guest(101, order: 1), guest(102, order: 1), guest(103, order: 5), guest(104, order: 9), guest(105)]
    #expect(waits(guests) == [101: [], 102: [], 103: [101, 102], 104: [103], 105: []])
  }

  @Test func `the operator's number counts before that of Proxmox`() {
    var policy = Policy()
    var rule = GuestRule()
    rule.ids = [GuestID(103)]
    rule.order = 1
    policy.guestRules = [rule]
    #expect(waits([guest(101, order: 1), guest(103, order: 5)], policy) == [103: [], 101: [103]])
  }

  @Test func `what the operator wants of single guests counts more than a number, and nobody waits in a circle`() {
    var policy = Policy()
    var rule = GuestRule()
    rule.ids = [GuestID(101)]
    rule.after = [.id(GuestID(102))]
    policy.guestRules = [rule]
    #expect(waits([guest(101, order: 1), guest(102, order: 2)], policy) == [102: [], 101: [102]])
  }

  @Test func `a machine that comes home live neither waits nor is waited for`() {
    var machine = SampleCluster.machine(201, on: "pve1")
    machine.startup.order = 1
    var other = SampleCluster.machine(202, on: "pve1")
    other.startup.order = 3
    #expect(waits([machine, guest(101, order: 2), other]) == [201: [], 101: [], 202: []])
  }

  @Test func `the time to shut down is the operator's for this guest, else its own, else the operator's for all`() {
    var policy = Policy()
    #expect(policy.of(guest(101)).shutdownSeconds == 120)
    #expect(policy.of(guest(101, down: 600)).shutdownSeconds == 600)
    var rule = GuestRule()
    rule.shutdownSeconds = 30
    policy.guestRules = [rule]
    #expect(policy.of(guest(101, down: 600)).shutdownSeconds == 30)
  }

  // MARK: Forecast

  private func move(_ id: Int, after: [Int] = [], settle: Double = 0) -> Plan.Move {
    var move = Plan.Move(
      guest: GuestID(id), kind: .container, name: "x", from: SampleCluster.name("pve2"), to: pve1, way: .restart,
      leg: .return, seconds: 50, outageSeconds: 1)
    move.after = after.map { GuestID($0) }
    move.settleSeconds = settle
    return move
  }

  @Test func `the forecast and its bound know who waits, and how long`() {
    let moves = [move(101, settle: 30), move(102, after: [101]), move(103, after: [102]), move(104)]
    let schedule = Forecast().schedule(moves, policy: Policy())
    #expect(schedule.starts == [0, 80, 130, 0])
    #expect(Forecast().lowerBound(moves, policy: Policy()) == 180)
  }

  @Test func `the bound knows that those who are waited for don't all fit at once`() {
    var policy = Policy()
    policy.containerMovesMax = 2
    let moves = [move(101), move(102), move(103), move(104, after: [101, 102, 103])]
    #expect(Forecast().lowerBound(moves, policy: policy) == 150)
    #expect(Forecast().schedule(moves, policy: policy).ends.max() == 150)
  }

  // MARK: Run

  private func carriedOut(_ guests: [Guest], killedAfter events: Int = .max) -> TypedWorld {
    .carriedOut(SampleCluster.start(inventory(guests), scope: .reboot([pve1])), killedAfter: events)
  }

  /// When a guest's way home was begun, and when it was over.
  private func home(_ world: TypedWorld, _ guest: Int) -> (begin: Double, end: Double) {
    let begin = world.jobs[JobID("return-pve1-move-\(guest)-1")]?.startedAt ?? -1
    let finished = world.notices.last { $0.notice.event == "move.finished" && $0.notice.guest == GuestID(guest) }
    return (begin, finished?.time ?? -1)
  }

  private var ordered: [Guest] {
    [guest(101, order: 1, up: 40), guest(102, order: 2), guest(103), guest(104, order: 3, down: 300)]
  }

  @Test func `a lower number is home and has had its time before a higher one begins`() {
    let world = carriedOut(ordered)
    #expect(world.outcome?.result == .ok)
    #expect(home(world, 102).begin >= home(world, 101).end + 40)
    #expect(home(world, 104).begin >= home(world, 102).end)
    #expect(home(world, 103).begin < home(world, 101).end, "who has no number keeps the lanes full")
    let order = Order.moveContainer(GuestID(104), to: pve1, shutdownSeconds: 300)
    #expect(world.startedOrders.contains(order))
  }

  @Test func `the order is kept after a kill at any moment`() {
    for events in stride(from: 30, through: 330, by: 10) {
      let world = carriedOut(ordered, killedAfter: events)
      #expect(world.outcome?.result == .ok, "killed after \(events) events")
      #expect(home(world, 102).begin >= home(world, 101).end + 40, "killed after \(events) events")
    }
  }

  @Test func `a run that is taken up elsewhere keeps the order`() {
    let reboot = carriedOut(ordered).notices.first { $0.notice.message.hasPrefix("reboot: ") }?.time ?? 0
    var world = TypedWorld(inventory(ordered))
    let start = SampleCluster.start(world.inventory, scope: .reboot([pve1]))
    var machine = RunMachine(start, at: world.epoch)
    world.carryOut(&machine, from: .began(start)) { now in now >= reboot ? .stop(.asked) : nil }
    #expect(world.outcome?.result == .stopped)
    world.takeUp(.finish)
    #expect(world.outcome?.result == .ok)
    #expect(home(world, 102).begin >= home(world, 101).end + 40)
  }
}
