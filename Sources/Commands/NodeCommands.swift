import ArgumentParser
import Cluster
import Orchestration
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

/// `herdmon drain NODE`
struct DrainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drain", abstract: "Move every guest off a node, and leave it empty.",
    discussion: "'herdmon undrain' brings them home again.")

  @OptionGroup var options: CommonOptions

  @Argument(help: ArgumentHelp("Node to empty.", valueName: "node"))
  var node: NodeName

  func run() async throws { try await NodeRun.carryOut(.drain([node]), options: options).end() }
}

/// `herdmon undrain NODE`
struct UndrainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "undrain", abstract: "Bring the guests home that were moved off a node by 'herdmon drain'.",
    discussion: "Who belongs there is known from the journal of that drain, so it is brought back from this machine.")

  @OptionGroup var options: CommonOptions

  @Argument(help: ArgumentHelp("Node to fill again.", valueName: "node"))
  var node: NodeName

  func validate() throws {
    if options.demo { throw ValidationError("a demo remembers no drain: its cluster is new each time") }
  }

  func run() async throws {
    let access = try await ClusterAccess.open(options)
    let homes = access.state.flatMap { $0.homes(beforeDrainOf: node) }
    guard let homes else { throw NothingDrained(node: node) }
    try await NodeRun.carryOut(.undrain([node]), options: options, homes: homes).end()
  }
}

/// No journal of this machine tells of a drain of that node.
struct NothingDrained: ExitCoded, CustomStringConvertible {
  var node: NodeName

  var exitCode: ExitCode { .refused }

  var description: String {
    "no journal of this machine tells of 'herdmon drain \(node)', so who belongs there is not known; herdmon runs lists them"
  }
}

extension StateDirectory {
  /// Where guests belonged before the newest drain of a node; nil without one.
  func homes(beforeDrainOf node: NodeName) -> [GuestID: NodeName]? {
    for journal in journals().reversed() {
      guard let reading = try? JournalReading(path: journal.path),
        case .event(.began(let start), _) = reading.entries.first, case .drain(let nodes) = start.scope
      else { continue }
      if nodes.contains(node) { return start.plan.homes }
    }
    return nil
  }
}

/// A run over the nodes that a command names.
enum NodeRun {
  /// - Parameter homes: where guests belong that were moved away before; everyone else is at home.
  static func carryOut(
    _ scope: RunScope, options: CommonOptions, homes: [GuestID: NodeName] = [:]
  ) async throws -> ExitCode {
    if options.dryRun {
      return try await PlanCommand.show(
        scope: scope, options: options, asJSON: options.output == .jsonl, homes: homes)
    }
    guard !options.readOnly else { throw ReadOnlyRefusal() }
    let access = try await ClusterAccess.open(options)
    let (session, _) = try await RunSession.prepare(scope: scope, access: access, options: options, homes: homes)
    return await HeadlessRun(options: options, zone: options.demo ? .utc : .local).carryOut(session)
  }
}
