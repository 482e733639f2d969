import Cluster
import Remote
import Testing

@testable import Proxmox

@Suite struct DisksTests {
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
