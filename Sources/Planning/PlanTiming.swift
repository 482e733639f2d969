import Cluster

extension Planner {
  /// The plan with start times, phase durations, makespan, bound and outages filled in.
  static func timed(_ plan: Plan, policy: Policy, forecast: Forecast) -> Plan {
    var plan = plan
    let works = plan.passes.contains { $0.action != .skip }
    var clock = works ? forecast.fetchSeconds : 0
    var bound = clock
    for index in plan.passes.indices {
      let pass = plan.passes[index]
      guard pass.action != .skip else { continue }
      var phases: [PassPhase: Double] = [.update: forecast.upgradeSeconds]
      if pass.action == .restart {
        phases[.drain] = start(&plan.passes[index].drain, at: clock, policy: policy)
        phases[.reboot] = forecast.rebootSeconds
        let away = clock + (phases[.drain] ?? 0) + forecast.upgradeSeconds + forecast.rebootSeconds
        phases[.return] = start(&plan.passes[index].return, at: away, policy: policy)
        bound += Forecast.lowerBound(pass.drain, policy: policy) + Forecast.lowerBound(pass.return, policy: policy)
        bound += forecast.rebootSeconds
      }
      bound += forecast.upgradeSeconds
      let seconds = PassPhase.allCases.reduce(0) { $0 + (phases[$1] ?? 0) }
      plan.passes[index].phaseSeconds = phases
      plan.passes[index].seconds = seconds
      clock += seconds
    }
    plan.makespanSeconds = clock
    plan.lowerBoundSeconds = bound
    plan.outages = outages(of: plan.moves)
    return plan
  }

  private static func start(_ moves: inout [Plan.Move], at clock: Double, policy: Policy) -> Double {
    let schedule = Forecast.schedule(moves, policy: policy)
    for (index, start) in zip(moves.indices, schedule.starts) { moves[index].startSeconds = clock + start }
    return schedule.seconds
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
