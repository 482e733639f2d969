import Cluster

/// Room for an upgrade: one that runs full halfway leaves a node that may not boot.
/// - Source: facts/pve.md 9.3.
enum FreeSpaceForUpgrade {
  /// Kernel modules of some 600 MB, firmware of as much, and the packages themselves before they are unpacked.
  static let rootBytesMin: Int64 = 2 << 30
  /// Packages while they are downloaded, where `/var` is a file system of its own.
  static let varBytesMin: Int64 = 1 << 30
  /// A kernel of 15 MB and its initial RAM disk of up to 100 MB, written beside the old one before that goes.
  static let bootBytesMin: Int64 = 256 << 20

  /// The same once more where proxmox-boot-tool copies it to, without the other kernel's modules.
  static let partitionBytesMin: Int64 = 128 << 20

  static func blockers(on node: Node) -> [Blocker] {
    guard node.updates.count > 0 else { return [] }
    return node.health.fileSystems.compactMap { place in
      let needed: Int64 =
        switch place.path {
        case "/": rootBytesMin
        case "/var": varBytesMin
        case "/boot": node.updates.kernel == nil ? 0 : bootBytesMin
        case let path where path.hasPrefix("ESP "): node.updates.kernel == nil ? 0 : partitionBytesMin
        default: 0
        }
      guard place.freeBytes < needed else { return nil }
      return Blocker(
        code: "disk-space", node: node.name,
        message:
          "\(node.name) has \(place.freeBytes >> 20) MiB free in \(place.path), an upgrade needs \(needed >> 20) MiB",
        remedy: place.path == "/boot" || place.path.hasPrefix("ESP ")
          ? "remove old kernels: ssh root@\(node.address) apt-get autoremove"
          : "make room: ssh root@\(node.address) apt-get clean; then see du -xh \(place.path)")
    }
  }
}
