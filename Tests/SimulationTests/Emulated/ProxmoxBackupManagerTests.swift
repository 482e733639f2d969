import Foundation
import Testing

@testable import Simulation

struct ProxmoxBackupManagerTests {
  private let world = World()

  private func json(_ line: String) throws -> [[String: Any]] {
    let answer = world.run(line + " --output-format json", on: "pbs1")
    return try #require(try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [[String: Any]])
  }

  @Test func `versions are one line of blank-padded columns`() {
    let output = world.run("proxmox-backup-manager versions", on: "pbs1").output
    #expect(output == "proxmox-backup-server 3.4.1-1 running version: 3.4.1\n")
  }

  @Test func `datastores and their use come from two questions`() throws {
    let stores = try json("proxmox-backup-manager datastore list")
    #expect(stores.first?["name"] as? String == "main")
    #expect(stores.first?["path"] as? String == "/mnt/datastore/main")
    let use = try json("proxmox-backup-debug api get /status/datastore-usage")
    #expect(use.first?["total"] as? Int == 4_000_000_000_000)
    #expect(use.first?["used"] as? Int == 2_800_000_000_000)
  }

  @Test func `without all only running tasks are listed`() throws {
    #expect(try json("proxmox-backup-manager task list").isEmpty)
    let tasks = try json("proxmox-backup-manager task list --all 1 --limit 200")
    let backup = try #require(tasks.first { $0["worker_type"] as? String == "backup" })
    #expect(backup["status"] as? String == "OK")
    let upid = try #require(backup["upid"] as? String)
    #expect(upid.split(separator: ":").count == 9, "one hexadecimal field more than a node's")
  }
}
