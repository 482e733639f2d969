import Cluster
import Remote

/// Room on the partitions that proxmox-boot-tool copies kernels to. They are mounted only while it does so; what is free
/// stands in their first two sectors, so nothing has to be mounted to know it.
/// - Source: facts/pve.md 9.3: an upgrade that finds them full ends with an error of dpkg.
struct BootPartitions: Reading {
  static let section = Section(
    "boot partitions",
    Command(
      script: #"for id in $(grep -v "^#" /etc/kernel/proxmox-boot-uuids); do echo "$id"; d=/dev/disk/by-uuid/$id; "#
        + #"od -An -v -tu1 -N 64 "$d"; od -An -v -tu1 -j 512 -N 4 "$d"; od -An -v -tu1 -j 996 -N 8 "$d" || :; done"#))

  /// Each as `ESP 4A2B-11F0`; without any where the boot loader reads `/boot` itself.
  var fileSystems: [NodeHealth.FileSystem] = []

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    if part.status == 1, part.onlyMissesFiles { return }
    try part.requireStatus(0, of: Self.section)
    var name = ""
    var bytes: [UInt8] = []
    for line in part.lines + ["-"] {
      if line.contains("-") {
        if let free = BootPartitions.freeBytes(bytes) {
          fileSystems.append(.init(path: "ESP \(name)", freeBytes: free))
        }
        (name, bytes) = (Excerpt.clean(line.trimmingBlanks), [])
      } else {
        bytes += line.words.compactMap { UInt8($0) }
      }
    }
  }

  /// What a FAT32 file system says that is free: nil where it does not, or is of another kind.
  /// - Parameter bytes: the first 64 of its first sector, then the first 4 of its second and 8 from the 996th on.
  private static func freeBytes(_ bytes: [UInt8]) -> Int64? {
    func number(_ place: Int, _ count: Int) -> Int64 {
      bytes[place..<place + count].reversed().reduce(0) { $0 << 8 | Int64($1) }
    }
    guard bytes.count == 76, number(11, 2) == 512, number(48, 2) == 1, bytes[64..<68].elementsEqual("RRaA".utf8),
      bytes[68..<72].elementsEqual("rrAa".utf8)
    else { return nil }
    let clusters = number(72, 4)
    return clusters == 0xFFFF_FFFF ? nil : clusters * number(13, 1) * 512
  }
}
