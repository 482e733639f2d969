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

  static func run(_ options: CommonOptions) async throws -> ExitCode {
    let access = try await ClusterAccess.open(options)
    guard !options.plain else {
      StandardOutput.lines(StatusText(inventory: try await access.takeInventory()).lines)
      return .ok
    }
    let shelf = ThemeShelf(folders: ["./themes"] + options.place.themeDirectories)
    let themes = try ThemeChoice(access.screen.theme, on: shelf)
    // The loop blocks its thread, which must be none of those that carry the run out.
    return try await MainActor.run { try show(access, themes: themes, options: options) }
  }

  @MainActor private static func show(
    _ access: ClusterAccess, themes: ThemeChoice, options: CommonOptions
  ) throws -> ExitCode {
    let look = ScreenLook(config: access.screen, environment: ProcessInfo.processInfo.environment)
    let terminal = try CursesTerminal(options: look.options, environment: look.environment)
    defer { terminal.close() }
    let mailbox = Mailbox<ScreenInput>(limit: waitingMax) { $0.worth }
    let worker = ScreenWorker(access: access, options: options) { mailbox.post($0) }
    let watch = Task.detached { await worker.watch() }
    defer { watch.cancel() }
    let clock = access.clock
    var screen = ScreenState.Options(
      clusterName: access.clusterName, nodes: access.nodes.compactMap(\.name),
      backupServers: access.backupServers.map(\.name), isReadOnly: access.screen.isReadOnly,
      isASCII: access.screen.usesASCII || options.ascii || CursesTerminal.needsASCII)
    screen.timeScale = (clock as? ScaledClock)?.scale ?? 1
    var state = ScreenState(options: screen, size: terminal.size, now: clock.now())
    // A simulated cluster has one time of day, wherever it is shown.
    let utcOffset: (Timestamp) -> Int = access.isDemo ? { _ in 0 } : { LocalTime.utcOffsetSeconds(at: $0) }
    var loop = ScreenLoop(
      terminal: terminal, themes: themes, effects: look.effects(on: terminal.depth, isASCII: screen.isASCII),
      mailbox: mailbox, now: { clock.now() }, utcOffset: utcOffset)
    let signal = loop.run(&state) { command in
      Task.detached { await worker.carryOut(command) }
    }
    switch signal {
    case SIGINT, SIGQUIT: return .interrupted
    case SIGTERM, SIGHUP: return .terminated
    default: return .ok
    }
  }
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
