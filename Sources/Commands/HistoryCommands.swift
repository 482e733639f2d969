import ArgumentParser
import Cluster
import Orchestration
import Planning
import Terminal

/// `herdmon runs`
struct RunsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "List the runs that this machine has journals of, newest first.")

  @OptionGroup var options: CommonOptions

  @Flag(help: "Print the list as JSON (schema herdmon/runs/1).")
  var json = false

  func run() async throws {
    let history = try RunHistory(of: try await ClusterAccess.open(options))
    let entries = history.entries(Messages(options))
    if json { return StandardOutput.line(try ReportJSON.text(RunsReport(entries))) }
    var table = TextTable(
      ("RUN", .left), ("START", .left), ("SCOPE", .left), ("RESULT", .left), ("NODES", .right), ("MOVES", .right),
      ("TOOK", .right), ("WORST OUTAGE", .left))
    for run in zip(entries, RunsReport(entries).runs) {
      table.add(
        run.1.run.rawValue, run.1.start.iso8601, run.1.scope, run.0.word, "\(run.1.restarted.count)", "\(run.1.moves)",
        Phrase.clock(run.1.seconds), run.1.worstOutage.map { "\(Phrase.seconds($0.seconds)) \($0.name)" } ?? "")
    }
    StandardOutput.lines(table.isEmpty ? ["no run was ever begun here"] : table.lines())
  }
}

/// `herdmon show`
struct ShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Report of a run: phases of each node, outages foreseen and measured, what is left.",
    discussion: "With --output jsonl it prints the run's records exactly as they were recorded.")

  @OptionGroup var options: CommonOptions

  @Argument(help: ArgumentHelp("The run, by the beginning of its id, or 'last'.", valueName: "run"))
  var run: String

  func run() async throws {
    let entry = try RunHistory(of: try await ClusterAccess.open(options)).entry(named: run, Messages(options))
    switch options.output {
    case .text: StandardOutput.lines(RunReportText(entry: entry).lines)
    case .jsonl: for record in entry.reading.records { StandardOutput.write(try JSONLine.bytes(record)) }
    }
  }
}

/// `herdmon replay`
struct ReplayCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Play a past run in the screen; + and - change the speed, Space pauses.")

  @OptionGroup var options: CommonOptions

  @Argument(help: ArgumentHelp("The run, by the beginning of its id, or 'last'.", valueName: "run"))
  var run: String

  func run() async throws {
    var plain = options
    plain.speed = nil
    let access = try await ClusterAccess.open(plain)
    let entry = try RunHistory(of: access).entry(named: run, Messages(options))
    guard !options.plain, Terminals.areAtHand else {
      // Without a screen time makes no difference: its lines, as they were.
      let lines = HeadlessRun(options: options)
      for record in entry.reading.records { lines.show(record) }
      return
    }
    var speed = ReplayScreen.usualSpeed
    switch options.speed {
    case .times(let factor): speed = factor
    case .max: speed = ReplayClock.speeds.last ?? speed
    case nil: break
    }
    try await TUICommand.replay(entry, speed: speed, access: access, options: options).end()
  }
}
