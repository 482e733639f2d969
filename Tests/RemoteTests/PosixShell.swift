import Foundation
import Testing

@testable import Remote

/// The machine's own shells, to see what they make of our lines.
enum PosixShell {
  static let all = ["/bin/sh", "/bin/dash", "/bin/bash"].filter { FileManager.default.isExecutableFile(atPath: $0) }

  struct Failure: Error { var errno: Int32 }

  /// Runs a line as sshd would: as the argument of `sh -c`.
  ///
  /// Not by Foundation's `Process`: that waits for every descendant too, and a detached job is to outlive its line.
  static func run(_ line: String, with shell: String = "/bin/sh", path: String = "/usr/bin:/bin") throws
    -> CommandResult
  {
    let folder = FileManager.default.temporaryDirectory.appending(path: "herdmon-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (output, errors) = (folder.appending(path: "out").path, folder.appending(path: "err").path)

    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT, 0o600)
    var arguments: [UnsafeMutablePointer<CChar>?] = [strdup(shell), strdup("-c"), strdup(line), nil]
    var environment: [UnsafeMutablePointer<CChar>?] = [strdup("PATH=\(path)"), nil]
    defer { for text in arguments + environment { free(text) } }

    var child = pid_t()
    let failure = posix_spawn(&child, shell, &actions, nil, &arguments, &environment)
    guard failure == 0 else { throw Failure(errno: failure) }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 {
      guard errno == EINTR else { throw Failure(errno: errno) }
    }
    let exit: CommandResult.Exit = status & 0x7F == 0 ? .status(status >> 8 & 0xFF) : .signal("\(status & 0x7F)")
    return CommandResult(
      output: Array(try Data(contentsOf: URL(filePath: output))),
      errors: Array(try Data(contentsOf: URL(filePath: errors))), exit: exit)
  }
}
