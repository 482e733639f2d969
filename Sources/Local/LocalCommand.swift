import Dispatch
import Glibc

/// A command of the operator's on this machine: a program with its arguments, without a shell, with facts in its
/// environment and a limit of time that outlives this process.
public struct LocalCommand: Hashable, Sendable {
  /// What came of it.
  public struct Outcome: Hashable, Sendable {
    /// Exit status; 124 when its time was up, 127 when there is no such program.
    public var status: Int32
    /// The end of what it printed, both streams together.
    public var output: String
  }

  /// Seconds between the end of its time, when it is asked to end, and the kill.
  private static let graceSeconds = 5
  /// As much of its output is read, from the end.
  private static let outputBytesMax = 4096

  /// The program, by its path or as `PATH` finds it, and its arguments.
  public var words: [String]

  /// A command.
  public init(_ words: [String]) { self.words = words }

  /// Path of its program; nil if there is none that could be started.
  public var program: String? {
    guard let name = words.first else { return nil }
    if name.contains("/") { return access(name, X_OK) == 0 ? name : nil }
    return LocalProgram.find(name)
  }

  /// Runs it to its end, or to the end of its time: then it is ended, with everything that it has started.
  /// - Parameter facts: variables beside those of this process.
  public func run(facts: [String: String], limitSeconds: Double) async -> Outcome {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        continuation.resume(returning: runToEnd(facts: facts, limitSeconds: limitSeconds))
      }
    }
  }

  private func runToEnd(facts: [String: String], limitSeconds: Double) -> Outcome {
    guard let program else { return Outcome(status: 127, output: "no such program") }
    // A program of its own keeps the time, so that the command ends even if this process is killed before it.
    guard let timer = LocalProgram.find("timeout") else { return Outcome(status: 127, output: "timeout: not found") }
    // A file, not a pipe: whatever the command leaves behind may hold that open for ever.
    guard let stream = tmpfile() else {
      return Outcome(status: 126, output: "no temporary file: \(String(cString: strerror(errno)))")
    }
    defer { fclose(stream) }
    let file = fileno(stream)
    let limit = ["--kill-after=\(LocalCommand.graceSeconds)", "\(limitSeconds)"]
    let process = LocalProgram.start(
      [timer] + limit + [program] + words.dropFirst(),
      descriptors: [.file("/dev/null", flags: O_RDONLY), .descriptor(file), .descriptor(file)], facts: facts)
    guard let process else { return Outcome(status: 126, output: String(cString: strerror(errno))) }
    return Outcome(status: LocalProgram.wait(for: process), output: LocalCommand.end(of: file))
  }

  private static func end(of file: Int32) -> String {
    let size = lseek(file, 0, SEEK_END)
    var bytes = [UInt8](repeating: 0, count: outputBytesMax)
    let count = pread(file, &bytes, bytes.count, max(size - bytes.count, 0))
    return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
  }
}
