import Cluster
import Planning

/// What `plan --json` prints. Scripts rely on every name in it: fields may be added, none renamed.
struct PlanReport: Hashable, Sendable, Codable {
  var schema = "herdmon/plan/1"
  var feasible: Bool
  /// Where guests are at the end: `home` brings every guest back to where it was.
  var strategy: Strategy
  /// What each strategy comes to, the plan's own first.
  var strategies: [Comparison]
  /// Nodes that something is done to, in the order of their turns.
  var order: [NodeName]
  var makespanSeconds: Double
  var lowerBoundSeconds: Double
  var moves: Int
  var nodes: [NodePlan]
  var outages: [Outage]
  var blockers: [BlockerReport]
  /// Things worth knowing that stop nothing; the same shape as `blockers`.
  var warnings: [BlockerReport]

  struct Comparison: Hashable, Sendable, Codable {
    var strategy: Strategy
    var feasible: Bool
    var makespanSeconds: Double
    var moves: Int
    var interruptions: Int
  }

  struct NodePlan: Hashable, Sendable, Codable {
    var name: NodeName
    var action: Plan.Pass.Action
    var reason: String
    var seconds: Double
    var moves: [Move]
    /// Moves away that the HA stack carries out in maintenance of the node; it chooses the targets.
    var managed: [Move]
    /// Running guests that policy leaves alone: they stop with the node.
    var left: [GuestID]
    /// Forecast seconds of each phase.
    var phases: [PassPhase: Double]
  }

  struct Move: Hashable, Sendable, Codable {
    var guest: GuestID
    var type: Guest.Kind
    var name: String
    var from: NodeName
    var to: NodeName
    var way: Plan.Move.Way
    var leg: Plan.Move.Leg
    var start: Double
    var seconds: Double
    var outageSeconds: Double
    /// Guests whose moves on the same leg must be over first.
    var after: [GuestID]
    /// Whether policy lets the guest be shut down with its node should this move fail.
    var mayShutDown: Bool
  }

  struct Outage: Hashable, Sendable, Codable {
    var guest: GuestID
    var interruptions: Int
    var seconds: Double
  }

  /// - Parameter others: plans of the same run by other strategies.
  init(_ plan: Plan, beside others: [Plan] = []) {
    feasible = plan.isFeasible
    strategy = plan.strategy
    strategies = ([plan] + others).map { plan in
      Comparison(
        strategy: plan.strategy, feasible: plan.isFeasible, makespanSeconds: plan.makespanSeconds,
        moves: plan.moves.count, interruptions: plan.outages.reduce(0) { $0 + $1.interruptions })
    }
    order = plan.passes.filter { $0.action != .skip }.map(\.node)
    makespanSeconds = plan.makespanSeconds
    lowerBoundSeconds = plan.lowerBoundSeconds
    moves = plan.moves.count
    nodes = plan.passes.map { pass in
      NodePlan(
        name: pass.node, action: pass.action, reason: pass.reason, seconds: pass.seconds,
        moves: (pass.drain + pass.return).map { Move($0) }, managed: pass.managed.map { Move($0) }, left: pass.left,
        phases: pass.phaseSeconds)
    }
    outages = plan.outages.map { Outage(guest: $0.guest, interruptions: $0.interruptions, seconds: $0.seconds) }
    blockers = plan.blockers.map { BlockerReport($0) }
    warnings = plan.warnings.map { BlockerReport($0) }
  }
}

extension PlanReport.Move {
  init(_ move: Plan.Move) {
    self.init(
      guest: move.guest, type: move.kind, name: move.name, from: move.from, to: move.to, way: move.way, leg: move.leg,
      start: move.startSeconds, seconds: move.seconds, outageSeconds: move.outageSeconds, after: move.after,
      mayShutDown: move.mayShutDown)
  }
}
