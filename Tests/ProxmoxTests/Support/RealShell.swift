import Foundation
import Remote

/// The machine's own `/bin/sh`.
enum RealShell {
  /// Runs `arguments` with `sh` and waits for the end.
  static func run(_ arguments: [String], environment: [String: String] = [:]) throws -> CommandResult {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = arguments
    process.environment = environment.merging(["PATH": "/usr/bin:/bin"]) { own, _ in own }
    let output = Pipe()
    let errors = Pipe()
    process.standardOutput = output
    process.standardError = errors
    process.standardInput = FileHandle.nullDevice
    try process.run()
    // Error output of these scripts is far smaller than a pipe, so reading one after the other can't block.
    let outputBytes = [UInt8](output.fileHandleForReading.readDataToEndOfFile())
    let errorBytes = [UInt8](errors.fileHandleForReading.readDataToEndOfFile())
    process.waitUntilExit()
    return CommandResult(output: outputBytes, errors: errorBytes, exit: .status(process.terminationStatus))
  }

  /// Whether `text` is a program for a POSIX shell, without running it.
  static func accepts(_ text: String) throws -> Bool { try run(["-n", "-c", text]).succeeded }
}
