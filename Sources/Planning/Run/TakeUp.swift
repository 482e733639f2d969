import Cluster

/// A run that another process has begun, taken up by what the cluster knows of it: its journal is lost, or out of date.
public struct TakeUp: Hashable, Sendable, Codable {
  /// What is to become of it.
  public enum Goal: String, Hashable, Sendable, Codable, CaseIterable {
    /// It is carried on to its end, the remaining nodes too.
    case finish
    /// Guests come home and what it has set is taken back; no further node is worked on.
    case abandon
    /// Guests stay where they are; only what it has set is taken back.
    case acceptCurrent
  }

  /// What the cluster knows of the run.
  public var record: ClusterRecord
  /// What is to become of it.
  public var goal: Goal

  /// A run to take up.
  public init(record: ClusterRecord, goal: Goal) {
    self.record = record
    self.goal = goal
  }

  /// The start of the run in its new process.
  /// - Parameters:
  ///   - policy: for a record that holds none; and where this process runs is not where the former one did.
  ///   - inventory: a look at the cluster as it is.
  public func start(policy: Policy, inventory: Inventory) -> RunStart {
    let (controller, node) = (policy.controller, policy.controllerNode)
    var policy = record.policy ?? policy
    policy.controller = controller
    policy.controllerNode = node
    var plan = Planner.plan(
      scope: record.scope, policy: policy, inventory: inventory.without(record.state.undo), homes: record.homes)
    // A run that is given up works on no node: whatever it still does is bringing guests home.
    if goal != .finish { plan.passes = [] }
    return RunStart(
      id: record.run, scope: record.scope, policy: policy, inventory: inventory, plan: plan, takeUp: self)
  }
}
