import Cluster
import Remote
import Testing

@testable import Proxmox

@Suite struct BackupServerQuestionTests {
  static func server(_ script: Script) throws(NodeError) -> BackupServer {
    try BackupServerQuestion().answer(
      name: "pbs1", address: "192.168.1.20", marker: Script.marker, result: script.result)
  }

  @Test func `one answer tells everything about a backup server`() throws {
    let server = try Self.server(try Script.backupServer())
    #expect(server.name == "pbs1")
    #expect(server.address == "192.168.1.20")
    #expect(server.isOnline)
    #expect(server.version == "3.2.3")
    #expect(server.kernel == "6.8.12-15-pve")
    #expect(!server.needsReboot)
    #expect(server.cores == 8)
    #expect(server.updates == PendingUpdates())
    #expect(
      server.datastores == [
        BackupServer.Datastore(
          name: "main", capacity: Capacity(usedBytes: 2_800_000_000_000, totalBytes: 4_000_000_000_000)),
        BackupServer.Datastore(name: "usb", capacity: Capacity(usedBytes: 0, totalBytes: 0)),
      ])
    #expect(server.problems == ["datastore usb: unable to open chunk store 'usb'"])
  }

  @Test func `the last backup is the newest good one, not the newest try`() throws {
    #expect(try Self.server(try Script.backupServer()).lastBackup == Timestamp(seconds: 1_763_790_000))
  }

  @Test func `the last verification comes with its result`() throws {
    #expect(try Self.server(try Script.backupServer()).lastVerify == "WARNINGS: 2")
  }

  @Test func `what its daemons do not tell becomes a sentence`() throws {
    let down = SectionedResult.Part(
      "", errors: "Error: error trying to connect: tcp connect error: Connection refused (os error 111)\n", status: 255)
    let server = try Self.server(
      try Script.backupServer().with("datastore usage", down).with("proxmox-backup-manager task list", down))
    #expect(server.datastores.map(\.name) == ["main", "usb"])
    #expect(server.lastBackup == nil)
    #expect(server.problems.filter { $0.contains("Connection refused") }.count == 2)
  }

  @Test func `a host that is no backup server is an error`() throws {
    let missing = SectionedResult.Part("", errors: "sh: 1: proxmox-backup-manager: not found\n", status: 127)
    let script = try Script.backupServer().with("proxmox-backup-manager versions", missing)
    #expect {
      try Self.server(script)
    } throws: {
      ($0 as? NodeError)?.answered.contains("not found") == true
    }
  }

  @Test(arguments: [
    ("proxmox-backup-server 3.2.4-1 running version: 3.2.3\n", "3.2.3"),
    (
      "proxmox-backup                      3.2.0        running kernel: 6.8.12-4-pve\nproxmox-backup-server               3.2.4-1      running version: 3.2.3\n",
      "3.2.3"
    ),
    ("proxmox-backup-server 4.0.11-2 \n", "4.0.11-2"),
    ("proxmox-backup-server unknown running version: unknown\n", "unknown"),
  ])
  func `the running version counts where it is told`(_ text: String, _ expected: String) throws {
    #expect(try BackupServerVersion(SectionedResult.Part(text)).version == expected)
  }
}
