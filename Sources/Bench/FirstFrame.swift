import Foundation
import Glibc

/// How long the screen takes to be complete, from its start, on a terminal of its own.
struct FirstFrame {
  /// What stands in the frame once it is whole: a card for each host of the built-in cluster.
  static let marks = ["pve1", "pve2", "pve3", "pbs1"]

  /// Longest wait for the frame, in seconds: long after any goal is missed.
  static let waitMax = 10.0

  /// Starts `herdmon --demo` in a new terminal, waits for the frame, and ends it.
  /// - Returns: seconds from start to frame.
  static func time() throws -> Double {
    let terminal = try PseudoTerminal(columns: 120, rows: 40)
    defer { terminal.close() }
    let process = Program.herdmon.process(["--demo"])
    process.environment = ProcessInfo.processInfo.environment.merging(["TERM": "xterm-256color"]) { $1 }
    process.standardInput = terminal.device
    process.standardOutput = terminal.device
    process.standardError = terminal.device

    let clock = ContinuousClock()
    let start = clock.now
    try process.run()
    defer {
      process.terminate()
      let patience = clock.now.advanced(by: .seconds(2))
      terminal.drain(while: { process.isRunning && clock.now < patience })
      if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }
    var seen: [UInt8] = []
    while clock.now < start.advanced(by: .seconds(waitMax)) {
      seen += terminal.read(waitMilliseconds: 100)
      let text = String(decoding: seen, as: UTF8.self)
      if marks.allSatisfy(text.contains) { return start.duration(to: clock.now) / .seconds(1) }
      guard process.isRunning else { break }
    }
    let shown = String(decoding: seen.suffix(300), as: UTF8.self).debugDescription
    throw Program.Failure(description: "herdmon --demo drew no whole frame within \(waitMax) s; last: \(shown)")
  }
}
