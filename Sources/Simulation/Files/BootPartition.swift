/// The partition that the firmware boots from, as far as it is read: the first two sectors of a FAT32 file system.
enum BootPartition {
  static let id = "4A2B-11F0"
  static let path = "/dev/disk/by-uuid/" + id

  static func place(freeBytes: Int64, in tree: FileTree) {
    var bytes = [UInt8](repeating: 0, count: 4096)
    func put(_ place: Int, _ value: Int64, _ count: Int) {
      for index in 0..<count { bytes[place + index] = UInt8(truncatingIfNeeded: value >> (8 * Int64(index))) }
    }
    put(11, 512, 2)
    put(13, 8, 1)
    put(48, 1, 2)
    bytes.replaceSubrange(512..<516, with: Array("RRaA".utf8))
    bytes.replaceSubrange(996..<1000, with: Array("rrAa".utf8))
    put(1000, freeBytes / 4096, 4)
    tree.place(path, .file(bytes))
    tree.place("/etc/kernel/proxmox-boot-uuids", .file(Array((id + "\n").utf8)))
  }
}
