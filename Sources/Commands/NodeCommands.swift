import ArgumentParser
import Cluster
import Planning

/// `herdmon update NODE…`
struct UpdateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "update", abstract: "Update nodes in place: no guest moves, nothing restarts.")

  @OptionGroup var options: CommonOptions

  @Argument(help: ArgumentHelp("Nodes to update.", valueName: "node"))
  var nodeNames: [NodeName]

  func run() async throws {
    try await NodeRun.carryOut(.update(nodeNames), options: options).end()
  }
}

/// `herdmon reboot NODE…`
struct RebootCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reboot", abstract: "Drain, update, reboot and refill nodes, one after the other.")

  @OptionGroup var options: CommonOptions

  @Argument(help: ArgumentHelp("Nodes to restart.", valueName: "node"))
  var nodeNames: [NodeName]

  func run() async throws {
    try await NodeRun.carryOut(.reboot(nodeNames), options: options).end()
  }
}

/// A run over the nodes that a command names.
enum NodeRun {
  static func carryOut(_ scope: RunScope, options: CommonOptions) async throws -> ExitCode {
    if options.dryRun {
      return try await PlanCommand.show(scope: scope, options: options, asJSON: options.output == .jsonl)
    }
    guard !options.readOnly else { throw ReadOnlyRefusal() }
    let access = try await ClusterAccess.open(options)
    let (session, _) = try await RunSession.prepare(scope: scope, access: access, options: options)
    return await HeadlessRun(options: options, zone: options.demo ? .utc : .local).carryOut(session)
  }
}
