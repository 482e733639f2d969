import Cluster

/// What a virtual machine's configuration means for moving it.
/// - Source: facts/pve.md 2.5.
enum MachineConfig {
  /// - Parameter live: names of mapped devices that a running machine may take along.
  static func guest(
    _ config: GuestConfig, node: NodeName, status: Guest.Status, live: Set<String> = []
  ) -> Guest {
    let name = config["name"].map(Excerpt.clean) ?? ""
    var guest = Guest(
      id: config.id, kind: .machine, name: name.isEmpty ? "VM \(config.id)" : name, node: node, status: status)
    guest.takeCommon(from: config)
    let memory = config["memory"].flatMap { PropertyString($0).leading("current") }
    guest.memoryBytes = Int64(memory.flatMap { Digits.number($0) } ?? 512) << 20
    let sockets = config["sockets"].flatMap { Digits.number($0) } ?? 1
    guest.cores = (config["cores"].flatMap { Digits.number($0) } ?? 1).multipliedReportingOverflow(by: sockets).0
    let drives = drivePrefixes.flatMap { config.numbered($0) }
    guest.disks = drives.compactMap(disk)
    guest.passthrough = passthrough(config, live: live)
    guest.mappings = config.numbered("hostpci").compactMap(mapping).filter(live.contains).unique
    guest.seesProcessor = config["cpu"].flatMap { PropertyString($0).leading("cputype") }.map(isOfNode) ?? false
    guest.hardwareID = config["smbios1"].flatMap { PropertyString($0)["uuid"] }?.lowercased()
    return guest
  }

  /// `max` is all that the node's processor can do.
  private static func isOfNode(_ model: String) -> Bool { model == "host" || model == "max" }

  private static let drivePrefixes = ["ide", "sata", "scsi", "virtio", "efidisk", "tpmstate", "unused"]

  private static func disk(_ entry: GuestConfig.Entry) -> Guest.Disk? {
    let properties = PropertyString(entry.value)
    guard let file = properties.leading("file"), file != "none" else { return nil }
    let size = properties["size"].flatMap(PropertyString.bytes)
    if file == "cdrom" { return Guest.Disk(key: entry.key, backing: .hostDrive) }
    if file.hasPrefix("/") {
      let backing = Guest.Disk.Backing.hostPath(file, shared: properties.isSet("shared"))
      return Guest.Disk(key: entry.key, backing: backing, sizeBytes: size)
    }
    guard let (storage, volume) = file.cut(at: ":") else { return nil }
    // A cloud-init drive is copied along wherever it lies and never stands in the way of a move.
    if volume.contains("cloudinit") { return nil }
    let isImage = properties["media"] == "cdrom"
    return Guest.Disk(
      key: entry.key, backing: isImage ? .image(storage: String(storage)) : .volume(storage: String(storage)),
      sizeBytes: size)
  }

  /// Keys that make `qm migrate --online` refuse.
  private static func passthrough(_ config: GuestConfig, live: Set<String>) -> [String] {
    let keys = config.entries.filter { pins($0) && !(mapping($0).map(live.contains) ?? false) }.map(\.key).unique
    return keys.sorted(by: NaturalOrder.precedes)
  }

  /// Name of the mapped device of a `hostpciN`.
  private static func mapping(_ entry: GuestConfig.Entry) -> String? {
    entry.key.hasPrefix("hostpci") ? PropertyString(entry.value)["mapping"].map(Excerpt.clean) : nil
  }

  private static func pins(_ entry: GuestConfig.Entry) -> Bool {
    let properties = PropertyString(entry.value)
    func isNumbered(_ prefix: String) -> Bool {
      entry.key.hasPrefix(prefix) && Digits.number(entry.key.dropFirst(prefix.count)) != nil
    }
    switch entry.key {
    case "ivshmem", "amd-sev", "intel-tdx": return true
    case "vga": return properties["clipboard"] == "vnc"
    default: break
    }
    if isNumbered("hostpci") || isNumbered("parallel") || isNumbered("virtiofs") { return true }
    if isNumbered("usb") { return properties.leading("host") != "spice" }
    if isNumbered("serial") { return entry.value != "socket" }
    return false
  }
}
