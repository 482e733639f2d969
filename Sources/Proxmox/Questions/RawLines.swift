import Cluster

/// What the raw `lxc.` lines of a container's configuration ask of its node. Proxmox hands them on to LXC: no migration
/// looks at them, and before `devN` came with PVE 8.1 they were the way to pass a device through.
/// - Source: facts/pve.md 2.4.
struct RawLines {
  static let mountKey = "lxc.mount.entry"

  /// Devices of the node, and folders of them.
  var devices: [String] = []
  /// Other paths of the node, which every node has for itself.
  var paths: [String] = []
  /// Directories of the node with data of their own.
  var binds: [Guest.Disk] = []

  init(_ config: GuestConfig) {
    for entry in config.entries {
      switch entry.key {
      case RawLines.mountKey: takeMount(entry.value.words.first.map(String.init) ?? "")
      case "lxc.cgroup2.devices.allow", "lxc.cgroup.devices.allow": takeDevice(entry.value.words)
      default: break
      }
    }
  }

  /// - Parameter source: what is mounted; `tmpfs` and the like are no paths.
  private mutating func takeMount(_ source: String) {
    guard source.hasPrefix("/") else { return }
    if source.hasPrefix("/dev/") {
      devices.append(source)
    } else if RawLines.systemFolders.contains(where: source.hasPrefix) {
      paths.append(source)
    } else {
      binds.append(Guest.Disk(key: RawLines.mountKey, backing: .hostPath(source, shared: false)))
    }
  }

  private static let systemFolders = ["/boot/", "/lib/", "/proc/", "/sys/", "/usr/"]

  /// Reads `c 226:0 rwm`. A device by its number has no name of its own; the kernel lists it by that number where a
  /// driver has it. Miscellaneous devices (10) get their driver only when someone opens them, so a list without them
  /// tells nothing; nor does a whole class of devices (`226:*`) tell which of them is needed.
  private mutating func takeDevice(_ words: [Substring]) {
    guard words.count > 1, let folder = ["c": "char", "b": "block"][words[0]],
      let (major, minor) = words[1].cut(at: ":"), Digits.number(major) ?? 10 != 10, Digits.number(minor) != nil
    else { return }
    paths.append("/sys/dev/\(folder)/\(words[1])")
  }
}

extension Guest {
  mutating func take(_ raw: RawLines) {
    devices = (devices + raw.devices).unique
    paths = (paths + raw.paths).unique
    disks += raw.binds
  }
}
