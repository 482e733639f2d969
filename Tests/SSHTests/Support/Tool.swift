import Foundation
import Glibc

/// Folders of this test process, in one that goes with it.
enum TemporaryFolder {
  private struct Root {
    var path: String
    var sweeper: LeashedProgram
  }

  private static let root = Result {
    let path = try make(in: "/tmp")
    return Root(path: path, sweeper: try LeashedProgram("sleep 1000000", folder: path))
  }

  static func create() throws -> String { try make(in: root.get().path) }

  private static func make(in parent: String) throws -> String {
    var template = Array("\(parent)/herdmon-ssh-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw SSHServer.StartFailure(log: "no temporary folder") }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

/// Programs of OpenSSH, run to their end.
enum Tool {
  struct Failure: Error { var command: [String] }

  @discardableResult static func run(
    _ program: String, _ arguments: [String], environment: [String: String]? = nil
  ) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    if let environment { process.environment = environment }
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failure(command: [program] + arguments) }
    return String(decoding: bytes, as: UTF8.self)
  }

  static func keygen(_ path: String, type: String, passphrase: String = "", more: [String] = []) throws {
    let bits = type == "rsa" ? ["-b", "2048"] : []
    try run("/usr/bin/ssh-keygen", ["-q", "-t", type, "-N", passphrase, "-f", path, "-C", "test"] + bits + more)
  }
}
