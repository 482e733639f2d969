import ArgumentParser
import Cluster
import Glibc
import Orchestration

/// `herdmon attach`
struct AttachCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attach", abstract: "Follow, and steer, a run that another process is carrying out.",
    discussion: """
      Opens the full screen on the run in progress, whoever started it: another screen, cron, a colleague as the same \
      user. Leaving it ends nothing. With --plain, --output jsonl or without a terminal it prints the run's lines from \
      its beginning to its end, and ends with the run's exit code.
      """)

  @OptionGroup var options: CommonOptions

  @Argument(help: ArgumentHelp("Run to follow, by the beginning of its id; the one in progress.", valueName: "run"))
  var run: String?

  func validate() throws {
    if options.demo { throw ValidationError("a demo's run lives in the process that shows it; it can't be attached") }
  }

  func run() async throws {
    let access = try await ClusterAccess.open(options)
    guard let state = access.state else { return }
    let link = try await open(state)
    guard options.plain || options.output == .jsonl || !Terminals.areAtHand else {
      link.detach()
      let words = [AttachCommand.configuration.commandName, run].compactMap { $0 }
      return try await TUICommand.run(options, besides: words).end()
    }
    try await HeadlessRun(options: options).follow(link).end()
  }

  private func open(_ state: StateDirectory) async throws -> RunLink {
    let link: RunLink
    do {
      link = try await RunLink.open(to: state)
    } catch {
      throw NothingToAttach(reason: "\(error)")
    }
    if let run, !link.greeting.run.rawValue.hasPrefix(run) {
      throw NothingToAttach(reason: "run \(link.greeting.run) is in progress, not \(run)")
    }
    return link
  }
}

/// The terminals of this process.
enum Terminals {
  /// Whether there is somebody to show a screen to, and to ask.
  static var areAtHand: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 }

  /// Columns of a line on standard output; 80 where nothing tells.
  static var width: Int {
    var size = winsize()
    return ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
  }
}

/// There is no such run in progress.
struct NothingToAttach: ExitCoded, CustomStringConvertible {
  var reason: String

  var exitCode: ExitCode { .refused }

  var description: String { "\(reason); herdmon runs lists those that are over" }
}
