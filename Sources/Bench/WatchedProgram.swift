import Foundation
import Glibc

/// A program on a terminal of its own, and what it costs.
final class WatchedProgram {
  /// Longest wait for something that must come, in seconds: long after any goal is missed.
  static let waitMax = 20.0

  private let terminal: PseudoTerminal
  private let process: Process
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant

  /// Starts a program. Its home is `home`, so that it finds nobody's settings and leaves none behind.
  init(_ program: Program, _ arguments: [String], home: String = "/nonexistent") throws {
    terminal = try PseudoTerminal(columns: 120, rows: 40)
    process = program.process(arguments)
    process.environment = [
      "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "HOME": home, "PATH": "/usr/local/bin:/usr/bin:/bin",
    ]
    process.standardInput = terminal.device
    process.standardOutput = terminal.device
    process.standardError = terminal.device
    start = clock.now
    try process.run()
  }

  /// Ends it, kindly first.
  func end() {
    process.terminate()
    let patience = clock.now.advanced(by: .seconds(2))
    terminal.drain(while: { process.isRunning && clock.now < patience })
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    terminal.close()
  }

  /// Reads until what was read fulfils something.
  /// - Returns: seconds since the start of the program.
  @discardableResult
  func wait(for what: String, _ fulfils: (String) -> Bool) throws -> Double {
    var seen: [UInt8] = []
    let end = clock.now.advanced(by: .seconds(WatchedProgram.waitMax))
    while clock.now < end {
      seen += terminal.read(waitMilliseconds: 100)
      if fulfils(String(decoding: seen, as: UTF8.self)) { return start.duration(to: clock.now) / .seconds(1) }
      guard process.isRunning else { break }
    }
    let shown = String(decoding: seen.suffix(300), as: UTF8.self).debugDescription
    throw Program.Failure(
      description: "\(process.executableURL?.path ?? "") did not show \(what); last: \(shown)")
  }

  /// Types something.
  func type(_ keys: String) { terminal.write(keys) }

  /// Presses a key on a screen that is still.
  /// - Returns: seconds until the program wrote something.
  func time(of key: String) -> Double? {
    while !terminal.read(waitMilliseconds: 400).isEmpty {}
    let pressed = clock.now
    type(key)
    return terminal.read(waitMilliseconds: 1000).isEmpty ? nil : pressed.duration(to: clock.now) / .seconds(1)
  }

  /// Reads on for so many seconds.
  /// - Returns: bytes that came in each of them, and the share of a processor that was used.
  func watch(seconds: Int) -> (bytes: [Int], processor: Double) {
    var bytes = [Int](repeating: 0, count: seconds)
    let (began, used) = (clock.now, processorSeconds)
    while case let elapsed = began.duration(to: clock.now) / .seconds(1), elapsed < Double(seconds) {
      bytes[Int(elapsed)] += terminal.read(waitMilliseconds: 50).count
    }
    return (bytes, (processorSeconds - used) / Double(seconds))
  }

  /// Memory that it has in use now, in bytes.
  var memory: Double {
    let line = file("status").split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    return line.flatMap { Double($0.split(separator: " ").dropFirst().first ?? "") }.map { $0 * 1024 } ?? 0
  }

  private var processorSeconds: Double {
    // The fields after the name, which may hold blanks: the 12th and 13th are ticks in user and kernel mode.
    let fields = file("stat").split(separator: ")").last?.split(separator: " ") ?? []
    guard fields.count > 12, let user = Double(fields[11]), let kernel = Double(fields[12]) else { return 0 }
    return (user + kernel) / Double(sysconf(Int32(_SC_CLK_TCK)))
  }

  private func file(_ name: String) -> String {
    (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/\(name)", encoding: .utf8)) ?? ""
  }
}
