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

  @Option(help: ArgumentHelp("Plan on a saved 'status --json'; - reads standard input.", valueName: "file"))
  var from: String?

  @Argument(help: ArgumentHelp("Nodes to plan for; all by default.", valueName: "node"))
  var nodeNames: [NodeName] = []

  func validate() throws {
    if from != nil, options.demo { throw ValidationError("--from plans on a file, --demo on a simulated cluster") }
  }

  func run() async throws {
    var options = options
    if !nodeNames.isEmpty { options.nodes = NodeList(names: (options.nodes?.names ?? []) + nodeNames) }
    guard let from else {
      return try await PlanCommand.show(scope: .rolling, options: options, asJSON: json).end()
    }
    let saved = try SavedStatus.read(from)
    // A saved report is planned on with the defaults unless there is a configuration: it may come from elsewhere.
    let policy = try SavedStatus.policy(options)
    let plan = Planner.plan(scope: .rolling, policy: policy, inventory: saved.inventory, homes: saved.homes)
    try PlanCommand.show(plan, clusterName: saved.cluster.name, options: options, asJSON: json).end()
  }

  /// Plans on the cluster and shows the plan, for `plan` and for `--dry-run`.
  static func show(scope: RunScope, options: CommonOptions, asJSON: Bool) async throws -> ExitCode {
    let access = try await ClusterAccess.open(options)
    let inventory = try await access.takeInventory(Messages(options))
    let plan = Planner.plan(scope: scope, policy: access.policy, inventory: inventory)
    return try show(plan, clusterName: inventory.clusterName, options: options, asJSON: asJSON)
  }

  private static func show(
    _ plan: Plan, clusterName: String, options: CommonOptions, asJSON: Bool
  ) throws -> ExitCode {
    if asJSON {
      StandardOutput.line(try ReportJSON.text(PlanReport(plan)))
    } else {
      StandardOutput.lines(PlanText(plan: plan, clusterName: clusterName, usesASCII: options.ascii).lines)
    }
    return plan.isFeasible ? .ok : .refused
  }
}
