import Cluster
import Dispatch
import FoundationEssentials
import Glibc
import Local
import Orchestration
import Planning
import Screen
import Synchronization

/// A run in a process of its own, which outlives whoever asked for it: the headless command with the same options.
final class DetachedRun: Sendable {
  /// The run, if it comes to one.
  let run: RunID

  private let outputPath: String
  private let exit = Mutex<Int32?>(nil)

  /// Starts it. Its process has no terminal; what it writes goes to a file beside the journal.
  /// - Parameter arguments: those of this process, so that it works with the same configuration and the same wishes.
  /// - Throws: `StateUnusable`.
  convenience init(_ scope: RunScope, in state: StateDirectory, arguments: [String]) throws {
    let run = RunID(random: UInt64.random(in: 0...UInt64.max))
    try self.init(run, DetachedRun.words(for: scope, as: run, arguments: arguments), in: state)
  }

  /// Takes up a run that ended before its work was done.
  /// - Throws: `StateUnusable`.
  convenience init(_ settlement: Settlement, of run: RunID, in state: StateDirectory, arguments: [String]) throws {
    try self.init(run, [settlement == .resume ? "resume" : "abort"] + arguments + ["--yes"], in: state)
  }

  private init(_ run: RunID, _ words: [String], in state: StateDirectory) throws {
    self.run = run
    do { try state.prepare() } catch { throw StateUnusable(error: error) }
    outputPath = state.outputPath(of: run, startedAt: WallClock.now())
    let output = LocalProgram.Source.file(outputPath, flags: O_WRONLY | O_CREAT | O_APPEND)
    guard
      let process = LocalProgram.start(
        [LocalProgram.own ?? "/proc/self/exe"] + words,
        descriptors: [.file("/dev/null", flags: O_RDONLY), output, output])
    else { throw StateUnusable(error: JournalError(path: outputPath, tried: "start a process for", errno: errno)) }
    // Waits for as long as the run lasts, or this process.
    DispatchQueue(label: "run process").async {
      var status: Int32 = 0
      while waitpid(process, &status, 0) < 0 && errno == EINTR {}
      self.exit.withLock { $0 = status }
    }
  }

  /// The command line that carries a scope out, with the consent that was given for it.
  static func words(for scope: RunScope, as run: RunID, arguments: [String]) -> [String] {
    let command =
      switch scope {
      case .rolling: ["--rolling"]
      case .update(let nodes): ["update"] + nodes.map(\.rawValue)
      case .reboot(let nodes): ["reboot"] + nodes.map(\.rawValue)
      case .drain(let nodes): ["drain"] + nodes.map(\.rawValue)
      case .undrain(let nodes): ["undrain"] + nodes.map(\.rawValue)
      }
    return command + arguments + ["--yes", "--run-id", run.rawValue]
  }

  /// What it said, once it has ended; nil while it lives.
  var lastWords: [String]? {
    guard exit.withLock({ $0 }) != nil else { return nil }
    return ((try? String(contentsOfFile: outputPath, encoding: .utf8)) ?? "").split(separator: "\n").map(String.init)
  }

  /// Forgets what it wrote: it was refused, and all of it has been said.
  func forget() { unlink(outputPath) }
}
