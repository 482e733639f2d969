import ArgumentParser
import Cluster
import FoundationEssentials
import Planning

/// `herdmon plan`
struct PlanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Show what a run would do: order, every move, outages, duration, and what stands in the way.",
    discussion: """
      Nothing is touched. The exit code is 4 if something stands in the way of the run. With --from it plans on a \
      report saved by 'status --json', without any connection.
      """)

  @OptionGroup var options: CommonOptions

  @Flag(help: "Print the plan as JSON.")
  var json = false

  @Option(
    help: ArgumentHelp(
      "Write the plan to a file, to be signed off and carried out with '--rolling --plan'.", valueName: "file"),
    completion: .file())
  var save: String?

  @Option(help: ArgumentHelp("Plan on a saved 'status --json'; - reads standard input.", valueName: "file"))
  var from: String?

  @Argument(help: ArgumentHelp("Nodes to plan for; all by default.", valueName: "node"))
  var nodeNames: [NodeName] = []

  func validate() throws {
    if from != nil, save != nil { throw ValidationError("--save writes the plan of a cluster, not of a saved report") }
    if from != nil, options.demo { throw ValidationError("--from plans on a file, --demo on a simulated cluster") }
  }

  func run() async throws {
    var options = options
    if !nodeNames.isEmpty { options.nodes = NodeList(names: (options.nodes?.names ?? []) + nodeNames) }
    guard let from else {
      return try await PlanCommand.show(scope: .rolling, options: options, asJSON: json, saving: save).end()
    }
    let saved = try SavedStatus.read(from)
    // A saved report is planned on with the defaults unless there is a configuration: it may come from elsewhere.
    let policy = try SavedStatus.policy(options)
    let plans = PlanCommand.plans(.rolling, policy: policy, inventory: saved.inventory, homes: saved.homes)
    try PlanCommand.show(plans, clusterName: saved.cluster.name, options: options, asJSON: json).end()
  }

  /// Plans on the cluster and shows the plan, for `plan` and for `--dry-run`.
  static func show(
    scope: RunScope, options: CommonOptions, asJSON: Bool, homes: [GuestID: NodeName] = [:], saving path: String? = nil
  ) async throws -> ExitCode {
    let access = try await ClusterAccess.open(options)
    let inventory = try await access.takeInventory(Messages(options))
    let policy = access.policy(for: inventory)
    var plans = plans(scope, policy: policy, inventory: inventory, homes: homes, forecast: access.forecast())
    let gate = WindowGate(policy, options: options, zone: access.zone)
    plans.plan.warnings += gate.warnings(for: plans.plan, scope: scope, at: access.clock.now())
    if let path, plans.plan.isFeasible {
      try SignedPlanFile.write(SignedPlan(plans.plan, policy: policy, inventory: inventory), to: path)
    }
    return try show(plans, clusterName: inventory.clusterName, options: options, asJSON: asJSON)
  }

  /// The plan, and for a rolling run what the other strategies would come to.
  private static func plans(
    _ scope: RunScope, policy: Policy, inventory: Inventory, homes: [GuestID: NodeName],
    forecast: Forecast = Forecast()
  ) -> (plan: Plan, others: [Plan]) {
    func plan(_ policy: Policy) -> Plan {
      Planner.plan(scope: scope, policy: policy, inventory: inventory, homes: homes, forecast: forecast)
    }
    let others = Strategy.allCases.filter { scope == .rolling && $0 != policy.strategy }
    return (
      plan(policy),
      others.map { strategy in
        var policy = policy
        policy.strategy = strategy
        return plan(policy)
      }
    )
  }

  private static func show(
    _ plans: (plan: Plan, others: [Plan]), clusterName: String, options: CommonOptions, asJSON: Bool
  ) throws -> ExitCode {
    if asJSON {
      StandardOutput.line(try ReportJSON.text(PlanReport(plans.plan, beside: plans.others)))
    } else {
      let text = PlanText(plan: plans.plan, others: plans.others, clusterName: clusterName, usesASCII: options.ascii)
      StandardOutput.lines(text.lines)
    }
    return plans.plan.isFeasible ? .ok : .refused
  }
}
