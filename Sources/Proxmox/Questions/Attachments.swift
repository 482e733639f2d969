import Remote

/// Network devices that a guest's interface can be attached to.
struct Bridges: Reading {
  static let section = Section("/sys/class/net", Command("ls", "/sys/class/net"))

  /// In order of name. Network cards are among them: a bridge of Open vSwitch looks like one.
  var names: [String]

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    try part.requireStatus(0, of: Self.section)
    names = part.lines.flatMap(\.words).map(String.init).filter { !Bridges.isPlumbing($0) }.sorted()
  }

  /// What Proxmox makes for each guest, and what is no device.
  private static func isPlumbing(_ name: String) -> Bool {
    if name == "lo" || name == "bonding_masters" { return true }
    return ["fwbr", "fwln", "fwpr", "veth", "tap"].contains { prefix in
      name.hasPrefix(prefix) && name.dropFirst(prefix.count).first?.isNumber == true
    }
  }
}

/// Device nodes that exist on the node, and the folders that hold them.
struct DeviceNodes: Reading {
  /// Links count too, since many configurations name `/dev/dri/by-path/…`; four levels reach `/dev/bus/usb/001/002`.
  static let section = Section(
    "device nodes",
    Command(
      "find", "/dev", "-maxdepth", "4", "-type", "c", "-o", "-type", "b", "-o", "-type", "l", "-o", "-type", "d"))

  /// In order of path.
  var paths: [String]

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    // 1 comes when a device went away while it was looked at; the rest still counts.
    try part.requireStatus(0, 1, of: Self.section)
    paths = part.lines.filter { $0.hasPrefix("/dev/") && !DeviceNodes.isNoise($0) }.sorted()
    guard !paths.isEmpty else { throw Unreadable(expected: "paths of devices", seen: part.errors) }
  }

  /// Terminals and second names by number: hundreds of lines that no guest asks for.
  private static func isNoise(_ path: String) -> Bool {
    if ["/dev/pts/", "/dev/char/", "/dev/block/", "/dev/vcs"].contains(where: path.hasPrefix) { return true }
    return path.hasPrefix("/dev/tty") && Digits.number(path.dropFirst(8)) != nil
  }
}
