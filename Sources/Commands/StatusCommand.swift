import ArgumentParser
import Cluster
import Planning

/// `herdmon status`
struct StatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Show nodes, guests, quorum, updates and whether a reboot is needed.",
    discussion: """
      A node that does not answer is shown as offline and changes nothing about the exit code; if no node answers, \
      the code is 1. With --watch it repeats until Ctrl-C; with --json as well, each report is one line.
      """)

  @OptionGroup var options: CommonOptions

  @Flag(help: "Print the report as JSON.")
  var json = false

  @Flag(help: "Repeat every 5 seconds.")
  var watch = false

  /// Often enough to follow what happens, seldom enough for a node to stay idle.
  private static let watchInterval = Duration.seconds(5)

  func run() async throws {
    let access = try await ClusterAccess.open(options)
    while true {
      do {
        try show(try await access.takeInventory(Messages(options)), policy: access.policy)
      } catch let error as NoNodeAnswered where watch {
        // Watching goes on: the answer may come back.
        Messages(options).say(.error, error.description)
      }
      if !watch { return }
      try await Task.sleep(for: StatusCommand.watchInterval)
      if !json { StandardOutput.line("") }
    }
  }

  private func show(_ inventory: Inventory, policy: Policy) throws {
    if json {
      StandardOutput.line(try ReportJSON.text(StatusReport(inventory, policy: policy), isCompact: watch))
    } else {
      StandardOutput.lines(StatusText(inventory: inventory).lines)
    }
  }
}
