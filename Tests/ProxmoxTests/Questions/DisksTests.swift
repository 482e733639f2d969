import Cluster
import Remote
import Testing

@testable import Proxmox

@Suite struct DisksTests {
  /// What is read of the first two sectors of a FAT32 file system, as `od -An -v -tu1` prints it.
  private func partition(_ changes: [Int: UInt8] = [:]) -> String {
    var bytes = [UInt8](repeating: 0, count: 1024)
    for (place, byte) in [11: 0, 12: 2, 13: 8, 48: 1, 1000: 0, 1001: 0x40] as [Int: UInt8] { bytes[place] = byte }
    bytes.replaceSubrange(512..<516, with: Array("RRaA".utf8))
    bytes.replaceSubrange(996..<1000, with: Array("rrAa".utf8))
    for (place, byte) in changes { bytes[place] = byte }
    let lines = [0..<16, 16..<32, 32..<48, 48..<64, 512..<516, 996..<1004]
    return lines.map { bytes[$0].map { " \($0)" }.joined() + "\n" }.joined()
  }

  @Test func `what is free on a boot partition stands in its second sector`() throws {
    let text = "4A2B-11F0\n" + partition() + "FFFF-0001\n" + partition([1001: 0x10])
    #expect(
      try BootPartitions(SectionedResult.Part(text)).fileSystems == [
        .init(path: "ESP 4A2B-11F0", freeBytes: 0x4000 * 4096), .init(path: "ESP FFFF-0001", freeBytes: 0x1000 * 4096),
      ])
    let unknown = partition([1000: 255, 1001: 255, 1002: 255, 1003: 255])
    for odd in [unknown, partition([512: 0]), partition([48: 6]), " 1 2 3\n", ""] {
      #expect(try BootPartitions(SectionedResult.Part("4A2B-11F0\n" + odd)).fileSystems == [])
    }
    #expect(
      try BootPartitions(SectionedResult.Part("", errors: "grep: x: No such file or directory\n")).fileSystems == [])
  }

  private static let degraded = """
      pool: rpool
     state: DEGRADED
    status: One or more devices has been removed by the administrator.
    action: Online the device using zpool online' or replace the device with
    \t'zpool replace'.
    config:

    \tNAME        STATE     READ WRITE CKSUM
    \trpool       DEGRADED     0     0     0

    errors: No known data errors

      pool: tank
     state: ONLINE
    status: Some supported features are not enabled on the pool.

    """

  @Test(arguments: [
    ("all pools are healthy\n", "", Int32(0), [String]()), ("no pools available\n", "", 0, []),
    (degraded, "", 0, ["rpool DEGRADED"]), ("", "sh: zpool: not found\n", 127, []),
    ("", "The ZFS modules cannot be auto-loaded.\n", 1, []),
  ])
  func `pools that are not whole are named`(output: String, errors: String, status: Int32, found: [String]) throws {
    #expect(try PoolStatus(SectionedResult.Part(output, errors: errors, status: status)).degraded == found)
  }

  @Test func `arrays without a disk are named, and a kernel without arrays has none`() throws {
    #expect(try ArrayStatus(try Sample.part("pve1/proc-mdstat.txt")).degraded == ["md0 [U_]"])
    #expect(try ArrayStatus(Script.noFile).degraded == [])
  }

  @Test func `each file system counts once, and a path that is missing does not matter`() throws {
    #expect(try FreeSpace(try Sample.part("pve1/df.txt")).fileSystems.map(\.path) == ["/", "/boot"])
    let missing = SectionedResult.Part(
      "Mounted on Avail\n/ 1024\n", errors: "df: /boot: No such file or directory\n", status: 1)
    #expect(try FreeSpace(missing).fileSystems == [.init(path: "/", freeBytes: 1024)])
    #expect(throws: Unreadable.self) { try FreeSpace(SectionedResult.Part("Mounted on Avail\n")) }
  }
}
