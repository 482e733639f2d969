import Cluster
import Testing

@testable import Planning

struct LocalDisksTests {
  private func node(_ type: String) -> Node {
    var node = SampleCluster.node("pve1")
    node.storages.append(
      Storage(
        name: "local", type: type, isActive: true, isShared: false, capacity: Capacity(usedBytes: 0, totalBytes: 1)))
    return node
  }

  private func guest(_ disks: [Guest.Disk], hasSnapshots: Bool = false) -> Guest {
    var guest = SampleCluster.machine(200, on: "pve1")
    guest.disks = disks
    guest.hasSnapshots = hasSnapshots
    return guest
  }

  private let volume = Guest.Disk(key: "scsi0", backing: .volume(storage: "local"))
  private let shared = Guest.Disk(key: "scsi1", backing: .volume(storage: "nfs-ct"))
  private let image = Guest.Disk(key: "ide2", backing: .image(storage: "local"))

  private func codes(_ guest: Guest, type: String = "lvmthin") -> [String] {
    LocalDisks.obstacles(of: guest, on: node(type)).map(\.code)
  }

  @Test func `disks and images on local storage keep a guest, shared ones do not`() {
    #expect(codes(guest([shared])) == [])
    #expect(codes(guest([volume, shared, image])) == ["local-disk", "local-image"])
  }

  @Test func `snapshots can be copied from ZFS only`() {
    #expect(codes(guest([volume], hasSnapshots: true)) == ["local-disk", "local-snapshots"])
    #expect(codes(guest([volume], hasSnapshots: true), type: "zfspool") == ["local-disk"])
    #expect(codes(guest([shared], hasSnapshots: true)) == [])
  }

  @Test func `each is named with the command that helps`() {
    let found = LocalDisks.obstacles(of: guest([image]), on: node("dir"))
    #expect(found.first?.message == "vm/200 vm200: ide2 holds an image on local storage local")
    #expect(found.first?.remedy == "take it out; on pve1: qm set 200 --ide2 none,media=cdrom")
  }

  @Test func `a storage that the node does not list is left to the targets`() {
    #expect(codes(guest([Guest.Disk(key: "scsi0", backing: .volume(storage: "gone"))])) == [])
  }
}
