import Cluster
import Testing

@testable import Planning

/// The next forecast knows what the last runs measured.
struct ForecastLearningTests {
  private func records(_ world: TypedWorld) -> [RunRecord] {
    world.notices.enumerated().map { index, entry in
      RunRecord(run: RunID(random: 1), seq: index + 1, time: world.epoch + entry.time, notice: entry.notice)
    }
  }

  private func run(_ forecast: Forecast = Forecast()) -> (records: [RunRecord], plan: Plan, seconds: Double) {
    let inventory = SampleCluster.seed()
    let plan = Planner.plan(scope: .rolling, policy: Policy(), inventory: inventory, forecast: forecast)
    let start = RunStart(
      id: RunID(random: 1), scope: .rolling, policy: Policy(), inventory: inventory, plan: plan, forecast: forecast)
    var world = TypedWorld(inventory)
    var machine = RunMachine(start, at: world.epoch)
    world.carryOut(&machine, from: .began(start))
    return (records(world), plan, world.now)
  }

  @Test func `without a run before it the defaults hold`() { #expect(Forecast(learnedFrom: []) == Forecast()) }

  @Test func `a second run is foreseen better than the first`() {
    let first = run()
    let learned = Forecast(learnedFrom: [first.records])
    #expect(learned.moveSecondsByGuest.count > 30)
    #expect(learned.rebootSeconds != Forecast().rebootSeconds)
    let second = run(learned)
    #expect(
      abs(second.plan.makespanSeconds - second.seconds) < abs(first.plan.makespanSeconds - first.seconds),
      "\(first.plan.makespanSeconds) \(first.seconds) \(second.plan.makespanSeconds) \(second.seconds)")
  }

  @Test func `one slow run does not spoil the forecast, and a move that was tried again does not count`() {
    let guest = GuestID(101)
    func record(_ time: Double, _ event: String, _ seconds: Double? = nil) -> RunRecord {
      RunRecord(
        run: RunID(random: 1), seq: 1, time: Timestamp(seconds: time),
        notice: Notice(
          event: event, guest: guest, subject: "ct/101 plex", message: "", from: SampleCluster.name("pve1"),
          seconds: seconds))
    }
    func moved(in seconds: Double) -> [RunRecord] {
      [record(100, "move.started"), record(100 + seconds, "move.finished", seconds / 2)]
    }
    let learned = Forecast(learnedFrom: [moved(in: 30), moved(in: 900), moved(in: 32)])
    #expect(learned.moveSecondsByGuest == [guest: 32])
    #expect(learned.outageSecondsByGuest == [guest: 16])
    let again = [record(0, "move.started"), record(60, "move.started"), record(90, "move.finished", 40)]
    #expect(Forecast(learnedFrom: [again]) == Forecast())
    // It was out of service before that move began.
    let fetched = [record(100, "move.started"), record(130, "move.finished", 300)]
    #expect(Forecast(learnedFrom: [fetched]).moveSecondsByGuest == [guest: 30])
    #expect(Forecast(learnedFrom: [fetched]).outageSecondsByGuest == [:])
  }
}
