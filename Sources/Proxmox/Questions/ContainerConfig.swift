import Cluster

/// What a container's configuration means for moving it.
/// - Source: facts/pve.md 2.4.
enum ContainerConfig {
  static func guest(_ config: GuestConfig, node: NodeName, status: Guest.Status) -> Guest {
    let name = config["hostname"].map(Excerpt.clean) ?? ""
    var guest = Guest(
      id: config.id, kind: .container, name: name.isEmpty ? "CT \(config.id)" : name, node: node, status: status)
    guest.takeCommon(from: config)
    guest.memoryBytes = Int64(config["memory"].flatMap { Digits.number($0) } ?? 512) << 20
    guest.cores = config["cores"].flatMap { Digits.number($0) }
    guest.isPrivileged = !(config["unprivileged"].map(PropertyString.isTrue) ?? false)
    guest.devices = config.numbered("dev").compactMap { PropertyString($0.value).leading("path") }.unique
    let volumes = config.entries.filter { $0.key == "rootfs" } + config.numbered("mp") + config.numbered("unused")
    guest.disks = volumes.compactMap(disk)
    guest.take(RawLines(config))
    return guest
  }

  private static func disk(_ entry: GuestConfig.Entry) -> Guest.Disk? {
    let properties = PropertyString(entry.value)
    guard let volume = properties.leading("volume") else { return nil }
    let size = properties["size"].flatMap(PropertyString.bytes)
    if volume.hasPrefix("/") {
      let backing = Guest.Disk.Backing.hostPath(volume, shared: properties.isSet("shared"))
      return Guest.Disk(key: entry.key, backing: backing, sizeBytes: size)
    }
    guard let (storage, _) = volume.cut(at: ":") else { return nil }
    return Guest.Disk(key: entry.key, backing: .volume(storage: String(storage)), sizeBytes: size)
  }
}
