import Foundation
import Testing

@testable import Remote

/// The machine's own shells, to see what they make of our lines.
enum PosixShell {
  static let all = ["/bin/sh", "/bin/dash", "/bin/bash"].filter { FileManager.default.isExecutableFile(atPath: $0) }

  /// Runs a line as sshd would: as the argument of `sh -c`.
  static func run(_ line: String, with shell: String = "/bin/sh", path: String? = nil) throws -> CommandResult {
    let process = Process()
    process.executableURL = URL(filePath: shell)
    process.arguments = ["-c", line]
    if let path { process.environment = ["PATH": path] }
    let (output, errors) = (Pipe(), FileManager.default.temporaryDirectory.appending(path: UUID().uuidString))
    _ = FileManager.default.createFile(atPath: errors.path, contents: nil)
    defer { try? FileManager.default.removeItem(at: errors) }
    process.standardOutput = output
    // A file, so that neither stream can fill up while the other is read.
    process.standardError = try FileHandle(forWritingTo: errors)
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return CommandResult(
      output: Array(bytes), errors: Array(try Data(contentsOf: errors)), exit: .status(process.terminationStatus))
  }
}
