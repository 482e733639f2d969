/// Volumes and mounts of a guest's configuration.
enum GuestVolumes {
  struct Volume {
    var key: String
    var storage: String
    var volume: String
    var bytes: Int64
    var isMedium: Bool
  }

  private static let diskKeys = ["rootfs", "efidisk0", "tpmstate0"]
  private static let diskPrefixes = ["mp", "scsi", "virtio", "sata", "ide", "unused"]

  /// Lines that name a disk, mount point or drive.
  static func disks(of configuration: GuestConfiguration) -> [(key: String, value: String)] {
    configuration.lines.filter { line in
      diskKeys.contains(line.key)
        || diskPrefixes.contains { line.key.hasPrefix($0) && Int(line.key.dropFirst($0.count)) != nil }
    }
  }

  /// Those that lie on a storage.
  static func volumes(of configuration: GuestConfiguration) -> [Volume] {
    disks(of: configuration).compactMap { key, value in
      let head = GuestConfiguration.head(value)
      guard !head.hasPrefix("/"), let colon = head.firstIndex(of: ":") else { return nil }
      let options = GuestConfiguration.options(value)
      return Volume(
        key: key, storage: String(head[..<colon]), volume: head, bytes: bytes(options["size"] ?? "0"),
        isMedium: options["media"] == "cdrom")
    }
  }

  /// Mount points that are folders or devices of the node itself, and not declared to be everywhere.
  static func localMounts(of configuration: GuestConfiguration) -> [(key: String, isDevice: Bool)] {
    configuration.numbered("mp").compactMap { key, value in
      let head = GuestConfiguration.head(value)
      guard head.hasPrefix("/"), GuestConfiguration.options(value)["shared"] != "1" else { return nil }
      return (key, head.hasPrefix("/dev/"))
    }
  }

  /// `8G`, `528K`, `16384M`.
  static func bytes(_ size: String) -> Int64 {
    let units: [Character: Int64] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40]
    guard let last = size.last, let unit = units[last] else { return Int64(size) ?? 0 }
    return (Int64(size.dropLast()) ?? 0) * unit
  }

  /// Passed-through hardware that pins a running machine.
  static func localDevices(of configuration: GuestConfiguration) -> [String] {
    configuration.lines.filter { key, value in
      (numbered(key, "hostpci") && !value.contains("mapping="))
        || (numbered(key, "usb") && !value.hasPrefix("spice") && !value.contains("mapping="))
        || (numbered(key, "serial") && value != "socket") || numbered(key, "parallel") || key == "ivshmem"
    }.map(\.key)
  }

  /// Mapped devices of the cluster that a machine uses.
  static func mappedDevices(of configuration: GuestConfiguration) -> [(key: String, name: String)] {
    configuration.lines.compactMap { key, value in
      guard numbered(key, "hostpci"), let name = GuestConfiguration.options(value)["mapping"] else { return nil }
      return (key, name)
    }
  }

  private static func numbered(_ key: String, _ prefix: String) -> Bool {
    key.hasPrefix(prefix) && Int(key.dropFirst(prefix.count)) != nil
  }
}

extension Herd.Storage {
  /// Where it is mounted, of those that are.
  var path: String { options.first { $0.hasPrefix("path ") }.map { String($0.dropFirst(5)) } ?? "/mnt/pve/\(name)" }

  /// Nodes to which the storage is restricted; nil for all.
  var nodesAllowed: [String]? {
    options.first { $0.hasPrefix("nodes ") }.map { $0.dropFirst(6).split(separator: ",").map(String.init) }
  }

  var isDisabled: Bool { options.contains("disable") }

  func isUsable(on node: String) -> Bool { !isDisabled && nodesAllowed.map { $0.contains(node) } ?? true }
}
