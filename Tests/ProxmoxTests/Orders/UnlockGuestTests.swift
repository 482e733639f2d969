import Cluster
import Foundation
import Remote
import Testing

@testable import Proxmox

@Suite struct UnlockGuestTests {
  /// What a shell does when the guest's configuration has that line.
  private func run(_ line: String) throws -> CommandResult {
    let folder = FileManager.default.temporaryDirectory.appending(path: "unlock-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let tool = folder.appending(path: "pct")
    let script = "#!/bin/sh\n[ \"$1\" = config ] && printf 'arch: amd64\\n%s\\n' \"$LINE\" || echo \"$@\"\n"
    try Data(script.utf8).write(to: tool)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: tool.path)
    let order = UnlockGuest(guest: GuestID(101), kind: .container)
    return try RealShell.run(
      ["-c", order.line.text], environment: ["PATH": folder.path + ":/usr/bin:/bin", "LINE": line])
  }

  @Test(arguments: [
    ("lock: migrate", true), ("lock: backup", false), ("description: lock: migrate", false), ("hostname: a", false),
  ])
  func `only the lock of a move is taken off`(line: String, isTaken: Bool) throws {
    let result = try run(line)
    #expect(result.exit == .status(0))
    #expect(result.outputText == (isTaken ? "unlock 101\n" : ""))
  }
}
