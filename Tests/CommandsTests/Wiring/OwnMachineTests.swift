import Cluster
import FoundationEssentials
import Planning
import Testing

@testable import Commands

/// What a machine tells of itself.
@Suite struct OwnMachineTests {
  private func machine(_ files: [String: String]) throws -> Controller.Machine {
    let root = FileManager.default.temporaryDirectory.path + "/herdmon-own-\(UInt64.random(in: 0...UInt64.max))"
    defer { try? FileManager.default.removeItem(atPath: root) }
    for (path, text) in files {
      let folder = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
      try FileManager.default.createDirectory(atPath: root + folder, withIntermediateDirectories: true)
      _ = FileManager.default.createFile(atPath: root + path, contents: Data(text.utf8))
    }
    return Controller.Machine.own(root: root)
  }

  @Test(arguments: [
    ("/run/systemd/container", "lxc"), ("/.dockerenv", ""), ("/run/.containerenv", ""),
    ("/proc/1/environ", "PATH=/bin\0container=podman\0"),
  ])
  func `a container is known by what its kind leaves`(_ path: String, _ text: String) throws {
    #expect(try machine([path: text]).isContainer)
    #expect(try !machine(["/proc/sys/kernel/hostname": "box\n"]).isContainer)
  }

  @Test func `an unprivileged one by its ids`() throws {
    #expect(try machine(["/proc/self/uid_map": "         0     100000      65536\n"]).isUnprivileged)
    #expect(try !machine(["/proc/self/uid_map": "         0          0 4294967295\n"]).isUnprivileged)
    #expect(try !machine([:]).isUnprivileged)
  }

  @Test func `whose volumes it lies on is known by their names`() throws {
    let mounts = """
      612 540 0:49 / / rw,relatime master:200 - overlay overlay rw,lowerdir=/var/lib/docker/overlay2/l/A
      640 612 252:7 /var/lib/docker/containers/3f/hosts /etc/hosts rw - ext4 /dev/mapper/pve-vm--105--disk--0 rw
      641 612 0:71 /var/lib/docker/x /data rw shared:1 - zfs rpool/data/subvol-101-disk-1 rw,xattr
      642 612 0:72 / /x rw - zfs rpool/vm-disk rw
      643 612 0:73 / /srv/vm-107-disk-0 rw - ext4 /dev/sda1 rw
      """
    #expect(Controller.Machine.volumes(in: mounts) == [GuestID(101), GuestID(105)])
    #expect(try machine(["/proc/self/mountinfo": mounts]).volumes.count == 2)
  }
}
