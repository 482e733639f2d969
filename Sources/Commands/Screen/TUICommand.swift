import Cluster
import FoundationEssentials
import Glibc
import Orchestration
import Planning
import Screen
import Terminal

/// `herdmon` and `herdmon --demo`: the full screen.
enum TUICommand {
  /// Lines that may wait for the screen: a fifth of a second of the fastest job. More are not shown.
  private static let waitingMax = 20_000

  /// - Parameter words: those of the command line that are no options, such as `attach`.
  static func run(_ options: CommonOptions, besides words: [String] = []) async throws -> ExitCode {
    let access = try await ClusterAccess.open(options)
    let environment = ProcessInfo.processInfo.environment
    if options.plain || environment["TERM"] == "dumb" {
      if Terminals.areAtHand { return await MainActor.run { speak(access, options: options, besides: words) } }
      StandardOutput.lines(StatusText(inventory: try await access.takeInventory()).lines)
      return .ok
    }
    let themes = try themes(access, options)
    // The loop blocks its thread, which must be none of those that carry the run out.
    return try await MainActor.run { try show(access, themes: themes, options: options, besides: words) }
  }

  /// Plays a past run in the screen.
  static func replay(
    _ entry: RunHistory.Entry, speed: Double, access: ClusterAccess, options: CommonOptions
  ) async throws -> ExitCode {
    let themes = try themes(access, options)
    return try await MainActor.run {
      let look = look(of: access)
      let terminal = try CursesTerminal(options: look.options, environment: look.environment)
      defer { terminal.close() }
      let replay = ReplayScreen(entry: entry, speed: speed, options: screenOptions(access, options), look: look)
      return code(of: replay.show(on: terminal, themes: themes))
    }
  }

  /// Where input waits for the screen.
  static func mailbox() -> Mailbox<ScreenInput> { Mailbox<ScreenInput>(limit: waitingMax) { $0.worth } }

  private static func themes(_ access: ClusterAccess, _ options: CommonOptions) throws -> ThemeChoice {
    do throws(ThemeError) {
      return try ThemeChoice(
        access.screen.theme, on: ThemeShelf(folders: ["./themes"] + options.place.themeDirectories))
    } catch {
      throw UnusableTheme(error: error, exitCode: options.theme == nil ? .configurationInvalid : .usage)
    }
  }

  private static func look(of access: ClusterAccess) -> ScreenLook {
    ScreenLook(config: access.screen, environment: ProcessInfo.processInfo.environment)
  }

  private static func screenOptions(_ access: ClusterAccess, _ options: CommonOptions) -> ScreenState.Options {
    var screen = ScreenState.Options(
      clusterName: access.clusterName, nodes: access.nodes.compactMap(\.name),
      backupServers: access.backupServers.map(\.name), isReadOnly: access.screen.isReadOnly,
      isASCII: access.screen.usesASCII || options.ascii || CursesTerminal.needsASCII)
    screen.policy = access.policy
    screen.keys = access.screen.keyMap
    (screen.ownsRuns, screen.isDemo) = (access.isDemo, access.isDemo)
    screen.timeScale = (access.clock as? ScaledClock)?.scale ?? 1
    return screen
  }

  private static func code(of signal: Int32?) -> ExitCode {
    switch signal {
    case SIGINT, SIGQUIT: .interrupted
    case SIGTERM, SIGHUP: .terminated
    default: .ok
    }
  }

  /// The screen's commands and questions, line by line.
  @MainActor private static func speak(
    _ access: ClusterAccess, options: CommonOptions, besides words: [String]
  ) -> ExitCode {
    let mailbox = mailbox()
    let worker = worker(access, options, besides: words, mailbox)
    let watches = watches(worker)
    defer { for watch in watches { watch.cancel() } }
    let clock = access.clock
    var session = PlainSession(
      options: screenOptions(access, options), mailbox: mailbox, now: { clock.now() }, utcOffset: utcOffset(access))
    return code(of: session.run { command in Task.detached { await worker.carryOut(command) } })
  }

  private static func worker(
    _ access: ClusterAccess, _ options: CommonOptions, besides words: [String], _ mailbox: Mailbox<ScreenInput>
  ) -> ScreenWorker {
    let arguments = CommandLine.arguments.dropFirst().filter { !words.contains($0) }
    return ScreenWorker(access: access, options: options, arguments: arguments) { mailbox.post($0) }
  }

  private static func watches(_ worker: ScreenWorker) -> [Task<Void, Never>] {
    [Task.detached { await worker.watch() }, Task.detached { await worker.watchRuns() }]
  }

  // A simulated cluster has one time of day, wherever it is shown.
  private static func utcOffset(_ access: ClusterAccess) -> (Timestamp) -> Int {
    access.isDemo ? { _ in 0 } : { LocalTime.utcOffsetSeconds(at: $0) }
  }

  @MainActor private static func show(
    _ access: ClusterAccess, themes: ThemeChoice, options: CommonOptions, besides words: [String]
  ) throws -> ExitCode {
    let look = look(of: access)
    let terminal = try CursesTerminal(options: look.options, environment: look.environment)
    defer { terminal.close() }
    let mailbox = mailbox()
    let worker = worker(access, options, besides: words, mailbox)
    let watches = watches(worker)
    defer { for watch in watches { watch.cancel() } }
    let clock = access.clock
    let screen = screenOptions(access, options)
    var state = ScreenState(options: screen, size: terminal.size, now: clock.now())
    var loop = ScreenLoop(
      terminal: terminal, themes: themes, effects: look.effects(on: terminal.depth, isASCII: screen.isASCII),
      mailbox: mailbox, now: { clock.now() }, utcOffset: utcOffset(access))
    let signal = loop.run(&state) { command in
      guard case .replay(let run) = command else {
        Task.detached { await worker.carryOut(command) }
        return
      }
      do {
        let entry = try RunHistory(of: access).entry(named: run.rawValue, Messages(isSilent: true))
        // Whoever asked this screen to end while it played meant all of it.
        let replay = ReplayScreen(entry: entry, options: screen, look: look)
        if let signal = replay.show(on: terminal, themes: themes) { raise(signal) }
        terminal.redraw()
      } catch {
        mailbox.post(.message("\(error)"))
      }
    }
    terminal.close()
    if signal == nil, let run = state.runLeftRunning {
      StandardOutput.line("herdmon: run \(run) goes on; herdmon shows it again, herdmon attach too")
    }
    return code(of: signal)
  }
}

/// The theme that was asked for, by the command line or by the configuration, can't be shown.
struct UnusableTheme: ExitCoded, CustomStringConvertible {
  var error: ThemeError
  var exitCode: ExitCode

  var description: String { error.description }
}

extension TerminalError: ExitCoded {
  // Nothing was touched, and on another terminal the same would do.
  var exitCode: ExitCode { .refused }
}

extension ScreenInput {
  /// What it is worth when more comes than can be shown.
  var worth: Mailbox<ScreenInput>.Worth {
    switch self {
    case .record(let record): record.notice.level == .output ? .expendable : .kept
    case .progress: .newestOnly
    default: .kept
    }
  }
}
