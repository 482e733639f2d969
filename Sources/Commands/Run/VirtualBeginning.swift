import Cluster
import Orchestration
import Planning
import Proxmox
import Remote

/// What a process does on a rehearsal before its run goes on, as `RunSession` does it: the lease, what the cluster knows
/// of an unfinished run, a look at everything, a plan.
struct VirtualBeginning: Sendable {
  /// How a process comes to its run.
  enum Kind: Sendable {
    /// It begins one.
    case anew
    /// It takes up the run whose journal lies on the same machine.
    case again
    /// It takes up, on another machine, whatever run the cluster knows of; if there is none it begins one.
    case elsewhere
  }

  /// What comes of it.
  enum Opening: Sendable {
    case begins(RunStart)
    case resumes
    /// Nothing was touched.
    case refused(Refusal)
  }

  /// Why no run is begun.
  enum Refusal: Sendable {
    /// Another run has the cluster, or no node can tell that none has.
    case taken
    /// A check speaks against it.
    case blocked([Blocker])
    /// The cluster is not any more what the plan was signed off for.
    case drifted(any Error)
  }

  /// Seconds between two attempts to have what another run holds.
  private static let pauseSeconds = 10.0

  let run: RunID
  let scope: RunScope
  let policy: Policy
  let nodes: [NodeAddress]
  /// The plan that a new run must keep to, if one was signed off.
  var signed: SignedPlan?
  /// When it must be over; nil for no limit.
  var deadline: Timestamp?
  /// What is to become of a run that the cluster knows of.
  var goal = TakeUp.Goal.finish

  /// Comes to a run, or not.
  /// - Parameter lease: nil where nobody else can want the cluster.
  func open(_ kind: Kind, lease: ClusterLease?, in process: VirtualProcess) async -> Opening {
    let patience = kind == .elsewhere ? ClusterLease.expirySeconds : 0
    guard await take(lease, patience: patience, in: process) else { return .refused(.taken) }
    if kind == .again { return .resumes }
    let opening = await begin(kind, in: process)
    if case .refused = opening { await lease?.release() }
    return opening
  }

  private func take(_ lease: ClusterLease?, patience: Double, in process: VirtualProcess) async -> Bool {
    var waited = 0.0
    while let lease {
      if (try? await lease.take()) != nil { return true }
      guard waited < patience else { return false }
      await process.sleep(seconds: VirtualBeginning.pauseSeconds)
      waited += VirtualBeginning.pauseSeconds
    }
    return true
  }

  private func begin(_ kind: Kind, in process: VirtualProcess) async -> Opening {
    let sight = await recordSight(in: process)
    let survey = await ClusterSurvey.take(
      through: process, nodes: nodes, deadline: ClusterAccess.surveyDeadline, marker: { marker }, now: process.now)
    guard survey.inventory.nodes.contains(where: \.isOnline) else { return .refused(.taken) }
    switch sight {
    case .record(let record):
      guard kind == .elsewhere else { return .refused(.taken) }
      return .begins(TakeUp(record: record, goal: goal).start(policy: policy, inventory: survey.inventory))
    case .unreadable, nil: return .refused(.taken)
    case .none?: break
    }
    let plan = Planner.plan(scope: scope, policy: policy, inventory: survey.inventory)
    do { try signed?.hold(plan, policy: policy, inventory: survey.inventory) } catch {
      return .refused(.drifted(error))
    }
    guard plan.isFeasible else { return .refused(.blocked(plan.blockers)) }
    return .begins(
      RunStart(
        id: run, scope: scope, policy: policy, inventory: survey.inventory, plan: plan, deadline: deadline))
  }

  private func recordSight(in process: VirtualProcess) async -> RecordOrders.Sight? {
    for node in nodes {
      let line = RecordOrders.look(marker: marker)
      guard let result = try? await process.run(line, on: node.host, deadline: .seconds(20)) else { continue }
      if let sight = RecordOrders.sight(result, marker: marker) { return sight }
    }
    return nil
  }

  /// No output of the simulated cluster can hold it.
  var marker: String { "v\(run)" }
}
