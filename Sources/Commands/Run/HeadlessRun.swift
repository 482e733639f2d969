import Cluster
import Dispatch
import FoundationEssentials
import Glibc
import Orchestration
import Planning
import Synchronization

/// A run without a screen: lines on standard output, signals as steering, an exit code.
struct HeadlessRun {
  let options: CommonOptions
  var zone = WallClock.Zone.local
  /// Lines are written on a thread of their own: a terminal that Ctrl-S stopped must not stop the run.
  private let paper = DispatchQueue(label: "lines")

  init(options: CommonOptions, zone: WallClock.Zone = .local) {
    self.options = options
    self.zone = zone
  }

  /// Carries a prepared run out, and lets others follow and steer it.
  func carryOut(_ session: RunSession) async -> ExitCode {
    let signals = SignalSteering(session.orchestrator)
    defer { signals.cancel() }
    let server = session.serve()
    async let ended = session.carryOut { Messages().say(.error, $0) }
    for await update in session.orchestrator.updates {
      server?.publish(update.progress)
      signals.note(update.progress)
      guard let record = update.record else { continue }
      if record.notice.event == "phase.started" { session.lock?.note(update.progress) }
      paper.async { show(record) }
    }
    let outcome = await ended
    server?.end(outcome)
    await withCheckedContinuation { written in paper.async { written.resume() } }
    return finish(outcome, run: session.run)
  }

  /// Prints the run of another process, from its beginning to its end.
  func follow(_ link: RunLink) async -> ExitCode {
    for await event in link.events {
      switch event {
      case .record(let record): show(record)
      case .progress: break
      case .ended(let outcome): return finish(outcome, run: link.greeting.run)
      case .lost:
        let lost = RunOutcome.lost(link.greeting, nil, at: WallClock.now())
        Messages(options).say(.error, "\(lost.reason); \(lost.remedy)")
        return ExitCode(lost.result)
      }
    }
    return .ok
  }

  /// Prints a notice as the options want it.
  func show(_ record: RunRecord) {
    switch options.output {
    case .jsonl:
      if let bytes = try? JSONLine.bytes(record) { StandardOutput.write(bytes) }
    case .text:
      let detail: RunText.Detail = options.quiet ? .quiet : options.verbose ? .everything : .steps
      if let line = RunText(detail: detail, zone: zone).line(record) {
        StandardOutput.line(options.ascii ? line.replacing("→", with: "->") : line)
      }
    }
  }

  /// Prints the last line and finds the exit code.
  func finish(_ outcome: RunOutcome, run: RunID) -> ExitCode {
    if options.output == .text { StandardOutput.line(RunText.final(outcome, run: run)) }
    return ExitCode(outcome.result)
  }
}

/// Ctrl-C and SIGTERM tell the run to stop after the moves in flight; the same again ends the process at once, which
/// the journal survives. SIGUSR1 pauses it, or lets a paused one go on; SIGUSR2 brings every guest home and ends it. A
/// closed terminal or a reader that has gone (SIGHUP, SIGPIPE) ends nothing.
final class SignalSteering {
  private static let numbers = [SIGINT, SIGTERM, SIGUSR1, SIGUSR2]

  /// What signals come to, and where the run stands.
  private final class Standing: Sendable {
    let isPaused = Atomic(false)
    let isStopping = Atomic(false)
  }

  private let standing = Standing()
  private var sources: [any DispatchSourceSignal] = []

  init(_ orchestrator: Orchestrator) {
    signal(SIGHUP, SIG_IGN)
    signal(SIGPIPE, SIG_IGN)
    for number in SignalSteering.numbers {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { [standing] in SignalSteering.steer(orchestrator, number, standing) }
      source.resume()
      sources.append(source)
    }
  }

  /// Takes in where the run stands, whoever has steered it.
  func note(_ progress: RunProgress) { standing.isPaused.store(progress.state == .paused, ordering: .relaxed) }

  func cancel() {
    for source in sources { source.cancel() }
    signal(SIGINT, SIG_DFL)
    signal(SIGTERM, SIG_DFL)
  }

  private static func steer(_ orchestrator: Orchestrator, _ number: Int32, _ standing: Standing) {
    switch number {
    case SIGUSR1: orchestrator.steer(standing.isPaused.load(ordering: .relaxed) ? .proceed : .pause)
    case SIGUSR2: orchestrator.steer(.abort)
    default:
      if standing.isStopping.exchange(true, ordering: .relaxed) {
        Messages().say(.warning, "ended at once; jobs on the nodes go on, herdmon resume carries the run on")
        Entry.leave(with: 128 + number)
      }
      Messages().say(.notice, "stopping after the moves in flight; once more ends at once, herdmon resume carries on")
      orchestrator.steer(.stop(number == SIGINT ? .interrupt : .terminate))
    }
  }
}
