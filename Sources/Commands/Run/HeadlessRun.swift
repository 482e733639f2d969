import Cluster
import Dispatch
import FoundationEssentials
import Glibc
import Orchestration
import Planning

/// A run without a screen: lines on standard output, signals as steering, an exit code.
struct HeadlessRun {
  let options: CommonOptions
  var zone = WallClock.Zone.local

  /// Carries a prepared run out.
  func carryOut(_ session: RunSession) async -> ExitCode {
    let signals = SignalSteering(session.orchestrator)
    defer { signals.cancel() }
    async let ended = session.carryOut { Messages().say(.error, $0) }
    for await update in session.orchestrator.updates {
      if let record = update.record {
        show(record)
        if record.notice.event == "phase.started" { session.lock?.note(update.progress) }
      }
    }
    return finish(await ended, run: session.run)
  }

  /// Prints a notice as the options want it.
  func show(_ record: RunRecord) {
    switch options.output {
    case .jsonl:
      if let data = try? JSONEncoder().encode(record) { StandardOutput.line(String(decoding: data, as: UTF8.self)) }
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
/// the journal survives. A closed terminal (SIGHUP) ends nothing.
final class SignalSteering {
  private var sources: [any DispatchSourceSignal] = []

  init(_ orchestrator: Orchestrator) {
    signal(SIGHUP, SIG_IGN)
    watch(SIGINT, .interrupt, orchestrator)
    watch(SIGTERM, .terminate, orchestrator)
  }

  func cancel() {
    for source in sources { source.cancel() }
    signal(SIGINT, SIG_DFL)
    signal(SIGTERM, SIG_DFL)
  }

  private func watch(_ number: Int32, _ reason: StopReason, _ orchestrator: Orchestrator) {
    signal(number, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
    nonisolated(unsafe) var count = 0  // Only the source's own handler, which never runs twice at once, uses it.
    source.setEventHandler {
      count += 1
      if count > 1 {
        Messages().say(.warning, "ended at once; jobs on the nodes go on, herdmon resume carries the run on")
        exit(128 + number)
      }
      Messages().say(.notice, "stopping after the moves in flight; once more ends at once, herdmon resume carries on")
      orchestrator.steer(.stop(reason))
    }
    source.resume()
    sources.append(source)
  }
}
