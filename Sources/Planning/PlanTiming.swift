import Cluster

extension Planner {
  /// The plan with start times, phase durations, makespan, bound and outages filled in.
  ///
  /// One node is upgraded and restarted at a time. While the guests of one come home the next may be emptied, so
  /// between two restarts stands the longer of the two, and the bound of the whole is the sum of what can't overlap:
  /// the first drain, every upgrade and restart, each pair of a homecoming and the next drain, the last homecoming.
  /// Where nodes are refilled or guests stay nobody comes home: then every drain stands alone between two restarts.
  /// Where packages are upgraded the run begins with a look for new ones on every node, whatever the plan knows of.
  static func timed(_ plan: Plan, scope: RunScope, policy: Policy, forecast: Forecast) -> Plan {
    var timeline = Timeline(plan: plan, scope: scope, policy: policy, forecast: forecast)
    for index in plan.passes.indices where plan.passes[index].action != .skip { timeline.take(index) }
    timeline.bringHome()
    var timed = timeline.plan
    timed.makespanSeconds = timeline.clock
    timed.lowerBoundSeconds = timeline.bound
    // HA brings its guests back the way they went.
    timed.outages = outages(of: timed.moves + timed.passes.flatMap { $0.managed + $0.managed })
    return timed
  }

  private static func outages(of moves: [Plan.Move]) -> [Plan.Outage] {
    var byGuest: [GuestID: Plan.Outage] = [:]
    for move in moves {
      var outage = byGuest[move.guest] ?? Plan.Outage(guest: move.guest, interruptions: 0, seconds: 0)
      if move.way == .restart || (move.way == .shutdown && move.leg == .drain) { outage.interruptions += 1 }
      outage.seconds += move.outageSeconds
      byGuest[move.guest] = outage
    }
    return byGuest.values.sorted { $0.guest < $1.guest }
  }
}

/// Turns put one behind the other on a clock.
private struct Timeline {
  var plan: Plan
  let policy: Policy
  let forecast: Forecast
  var clock = 0.0
  var bound = 0.0
  /// The turn whose guests still have to come home.
  private var homecoming: Int?

  init(plan: Plan, scope: RunScope, policy: Policy, forecast: Forecast) {
    self.plan = plan
    self.policy = policy
    self.forecast = forecast
    pass(scope.upgrades ? forecast.fetchSeconds : 0)
  }

  mutating func take(_ index: Int) {
    let action = plan.passes[index].action
    if !policy.overlaps || ![.restart, .drain].contains(action) { bringHome() }
    plan.passes[index].beginSeconds = clock
    plan.passes[index].phaseSeconds = [:]
    moveByHA(index, .drain)
    moveBetweenRestarts(arriving: homecoming, leaving: index)
    homecoming = nil
    if action == .restart || action == .update {
      plan.passes[index].phaseSeconds[.update] = forecast.upgradeSeconds
      pass(forecast.upgradeSeconds)
    }
    if action == .restart {
      plan.passes[index].phaseSeconds[.reboot] = forecast.rebootSeconds
      pass(forecast.rebootSeconds)
      moveByHA(index, .return)
    }
    if !plan.passes[index].return.isEmpty { homecoming = index }
    sum(index)
  }

  mutating func bringHome() {
    guard let index = homecoming else { return }
    homecoming = nil
    moveBetweenRestarts(arriving: index, leaving: nil)
  }

  /// What no schedule can shorten.
  private mutating func pass(_ seconds: Double) {
    clock += seconds
    bound += seconds
  }

  private mutating func moveBetweenRestarts(arriving: Int?, leaving: Int?) {
    let home = arriving.map { plan.passes[$0].return } ?? []
    let away = leaving.map { plan.passes[$0].drain } ?? []
    let schedule = forecast.schedule(home + away, policy: policy)
    for offset in home.indices {
      guard let arriving else { break }
      plan.passes[arriving].return[offset].startSeconds = clock + schedule.starts[offset]
    }
    for offset in away.indices {
      guard let leaving else { break }
      plan.passes[leaving].drain[offset].startSeconds = clock + schedule.starts[home.count + offset]
    }
    if let arriving {
      plan.passes[arriving].phaseSeconds[.return, default: 0] += schedule.ends.prefix(home.count).max() ?? 0
      sum(arriving)
    }
    if let leaving, plan.passes[leaving].action == .restart || plan.passes[leaving].action == .drain {
      plan.passes[leaving].phaseSeconds[.drain, default: 0] += schedule.ends.suffix(away.count).max() ?? 0
    }
    clock += schedule.ends.max() ?? 0
    bound += forecast.lowerBound(home + away, policy: policy)
  }

  /// HA moves its guests away before the others leave, and back before they come home.
  private mutating func moveByHA(_ index: Int, _ phase: PassPhase) {
    guard !plan.passes[index].managed.isEmpty else { return }
    let seconds = ManagedGuests.seconds(plan.passes[index].managed)
    if phase == .drain {
      for offset in plan.passes[index].managed.indices { plan.passes[index].managed[offset].startSeconds = clock }
    }
    plan.passes[index].phaseSeconds[phase, default: 0] += seconds
    clock += seconds
    // The way out may be hidden behind others' way home.
    if homecoming == nil { bound += seconds }
  }

  private mutating func sum(_ index: Int) {
    plan.passes[index].seconds = PassPhase.allCases.reduce(0) { $0 + (plan.passes[index].phaseSeconds[$1] ?? 0) }
  }
}
