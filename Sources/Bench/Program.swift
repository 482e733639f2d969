import Foundation

/// Programs that are measured, and how.
struct Program {
  /// The folder of this program, where `herdmon` lies too.
  static var folder: URL { URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent() }

  /// The `herdmon` that is measured.
  static var herdmon: Program { Program(path: folder.appending(path: "herdmon").path) }

  let path: String

  /// What went wrong, in words.
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  /// Prepares a run with nothing to read and its output thrown away.
  func process(_ arguments: [String]) -> Process {
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    return process
  }

  /// Runs it to its end.
  /// - Returns: seconds from start to end.
  func time(_ arguments: [String]) throws -> Double { try Program.time([process(arguments)]) }

  /// Runs all at the same time to the end of the last.
  static func time(_ processes: [Process]) throws -> Double {
    let clock = ContinuousClock()
    let start = clock.now
    for process in processes { try process.run() }
    for process in processes { process.waitUntilExit() }
    let seconds = start.duration(to: clock.now) / .seconds(1)
    for process in processes where process.terminationStatus != 0 {
      let words = ([process.executableURL?.path ?? ""] + (process.arguments ?? [])).joined(separator: " ")
      throw Failure(description: "'\(words.prefix(200))' ended with \(process.terminationStatus)")
    }
    return seconds
  }

  /// Runs it to its end.
  /// - Returns: what it printed.
  func output(_ arguments: [String]) throws -> String {
    let process = process(arguments)
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure(
        description: "'\(path) \(arguments.joined(separator: " "))' ended with \(process.terminationStatus)")
    }
    return String(decoding: data, as: UTF8.self)
  }
}
