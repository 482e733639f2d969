import Cluster
import Planning
import Remote

/// The present configuration of one guest: the part of its file above the first section.
/// - Source: facts/pve.md 2.4, 10.1.
struct GuestConfig: Hashable {
  var id: GuestID
  private(set) var entries: [Entry] = []
  /// Whether a `[snapshot]` follows.
  private(set) var hasSnapshots = false

  struct Entry: Hashable {
    var key: String
    var value: String
  }

  private var isInSection = false

  init(id: GuestID) { self.id = id }

  /// The value of a key, the last one if it stands there twice.
  subscript(key: String) -> String? { entries.last { $0.key == key }?.value }

  /// Entries `prefix` + number, such as `mp0`, `mp1`, in natural order.
  func numbered(_ prefix: String) -> [Entry] {
    entries.filter { $0.key.hasPrefix(prefix) && Digits.number($0.key.dropFirst(prefix.count)) != nil }
      .sorted { NaturalOrder.precedes($0.key, $1.key) }
  }

  mutating func read(_ line: Substring) {
    if line.hasPrefix("["), let end = line.firstIndex(of: "]") {
      isInSection = true
      let name = line[line.index(after: line.startIndex)..<end]
      // `[pve:pending]`, `[PENDING]` and `[special:…]` hold settings to come; a snapshot's name has no colon.
      if !name.contains(":"), name.lowercased() != "pending" { hasSnapshots = true }
      return
    }
    guard !isInSection, !line.hasPrefix("#"), let (key, value) = GuestConfig.cut(line) else { return }
    entries.append(Entry(key: String(key).trimmingBlanks, value: String(value).trimmingBlanks))
  }

  /// Raw lines are as LXC itself would have them, too: `lxc.mount.entry = …`.
  private static func cut(_ line: Substring) -> (head: Substring, tail: Substring)? {
    let isRaw = line.hasPrefix("lxc.") && line.first { $0 == ":" || $0 == "=" } == "="
    return line.cut(at: isRaw ? "=" : ":")
  }
}

/// Configurations out of `grep -H`, which puts the file's name before every line: nothing that a guest's owner writes
/// into a configuration can look like the beginning of another one.
struct GuestConfigs {
  /// In order of id.
  var configs: [GuestConfig]
  /// Files beside them that are no guest's, such as a copy `200-old.conf`. Proxmox leaves them alone too.
  private(set) var strays: [String] = []

  init(_ part: SectionedResult.Part, section: Section, directory: String) throws(Unreadable) {
    // 1: nothing matched. 2: no file at all, or one went away with its guest meanwhile.
    if part.status != 2 || !part.onlyMissesFiles { try part.requireStatus(0, 1, of: section) }
    var found: [GuestID: GuestConfig] = [:]
    let prefix = "/etc/pve/local/\(directory)/"
    for line in part.lines {
      guard line.hasPrefix(prefix), let (name, rest) = line.dropFirst(prefix.count).cut(at: ":"),
        name.hasSuffix(".conf")
      else { throw Unreadable(expected: "a line of a file in \(prefix)", seen: Self.withoutValue(line)) }
      guard let id = GuestList.id(name.dropLast(5)) else {
        let path = prefix + Excerpt.clean(String(name))
        if strays.last != path { strays.append(path) }
        continue
      }
      found[id, default: GuestConfig(id: id)].read(rest)
    }
    configs = found.values.sorted { $0.id < $1.id }
  }

  subscript(id: GuestID) -> GuestConfig? { configs.first { $0.id == id } }

  /// A machine's configuration holds password hashes and keys: no value of one gets into a message.
  private static func withoutValue(_ line: String) -> String {
    guard Guard.secrets.holds else { return line }
    return line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).prefix(2).joined(separator: ":")
  }
}

/// Configurations of the node's containers.
struct ContainerConfigs: Reading {
  static let section = Section(
    "container configurations", Command("grep", "-a", "-H", "", .glob("/etc/pve/local/lxc/*.conf")))

  var all: GuestConfigs

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    all = try GuestConfigs(part, section: Self.section, directory: "lxc")
  }
}

/// Configurations of the node's virtual machines.
struct MachineConfigs: Reading {
  static let section = Section(
    "machine configurations", Command("grep", "-a", "-H", "", .glob("/etc/pve/local/qemu-server/*.conf")))

  var all: GuestConfigs

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    all = try GuestConfigs(part, section: Self.section, directory: "qemu-server")
  }
}

/// Locks of the node's virtual machines, which `qm list` does not show.
struct MachineLocks: Reading {
  // Section headers come along, so that a lock kept in a snapshot is not taken for one of today.
  static let section = Section(
    "locks of machines",
    Command("grep", "-a", "-H", "-e", "^lock:", "-e", "^\\[", .glob("/etc/pve/local/qemu-server/*.conf")))

  private var all: GuestConfigs

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    all = try GuestConfigs(part, section: Self.section, directory: "qemu-server")
  }

  subscript(id: GuestID) -> String? { all[id]?["lock"] }
}
