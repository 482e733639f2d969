import ArgumentParser
import Orchestration
import Planning

/// `herdmon abort`
struct AbortCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "abort", abstract: "Bring every guest home now, and end the run.",
    discussion: """
      Tells the run in progress, whoever started it; one that was interrupted is taken up in order to end it. What is in \
      flight arrives first, and a node that was ordered to reboot is waited for. A run in progress then ends with 1, for \
      nodes are left that were not restarted.
      """)

  @OptionGroup var options: CommonOptions

  func validate() throws {
    if options.demo { throw ValidationError("a demo's run lives in the process that shows it") }
  }

  func run() async throws {
    guard !options.readOnly else { throw ReadOnlyRefusal() }
    let access = try await ClusterAccess.open(options)
    if let state = access.state, let link = try? await RunLink.open(to: state) {
      link.steer(.abort)
      return try await HeadlessRun(options: options).follow(link).end()
    }
    guard let session = try await RunSession.takeUp(.abandon, access: access, options: options) else {
      return StandardOutput.line("herdmon: no run is in progress, and none is unfinished")
    }
    try await HeadlessRun(options: options).carryOut(session).end()
  }
}
