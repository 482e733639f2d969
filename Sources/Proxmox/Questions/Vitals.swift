import Cluster
import Remote

/// The kernel's id of this boot.
/// - Source: facts/pve.md 8.2.
struct CurrentBoot: Reading {
  static let section = Section("boot_id", Command("cat", "/proc/sys/kernel/random/boot_id"))

  var id: BootID

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    try part.requireStatus(0, of: Self.section)
    let text = part.output.trimmingBlanks
    let isID = text.utf8.count == 36 && text.utf8.allSatisfy { $0 == UInt8(ascii: "-") || isHexadecimal($0) }
    guard isID else { throw Unreadable(expected: "a boot id of 36 characters", seen: text) }
    id = BootID(text)
  }
}

private func isHexadecimal(_ byte: UInt8) -> Bool {
  switch byte {
  case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
  default: false
  }
}

/// Seconds since boot.
struct Uptime: Reading {
  static let section = Section("/proc/uptime", Command("cat", "/proc/uptime"))

  var seconds: Double

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    try part.requireStatus(0, of: Self.section)
    guard let seconds = part.lines.first?.words.first.flatMap({ Double($0) }), seconds.isFinite, seconds >= 0 else {
      throw Unreadable(expected: "seconds since boot", seen: part.output)
    }
    self.seconds = seconds
  }
}

/// Load averages over 1, 5 and 15 minutes.
struct LoadAverages: Reading {
  static let section = Section("/proc/loadavg", Command("cat", "/proc/loadavg"))

  var values: [Double]

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    try part.requireStatus(0, of: Self.section)
    values = part.lines.first?.words.prefix(3).compactMap { Double($0) }.filter(\.isFinite) ?? []
    guard values.count == 3 else { throw Unreadable(expected: "three load averages", seen: part.output) }
  }
}

/// Main memory in use and in all.
struct MemoryUse: Reading {
  static let section = Section("/proc/meminfo", Command("cat", "/proc/meminfo"))

  var capacity: Capacity

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    try part.requireStatus(0, of: Self.section)
    func bytes(_ key: String) -> Int64? {
      for line in part.lines where line.hasPrefix(key + ":") {
        let kibibytes = line.dropFirst(key.count + 1).words.first.flatMap { Digits.number($0) } ?? -1
        return (0...(Int.max >> 10)).contains(kibibytes) ? Int64(kibibytes) << 10 : nil
      }
      return nil
    }
    guard let total = bytes("MemTotal"), let free = bytes("MemAvailable") ?? bytes("MemFree"), free <= total else {
      throw Unreadable(expected: "MemTotal and MemAvailable", seen: part.output)
    }
    capacity = Capacity(usedBytes: total - free, totalBytes: total)
  }
}

/// Logical processors.
struct ProcessorCount: Reading {
  static let section = Section("nproc", Command("nproc"))

  var count: Int

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    try part.requireStatus(0, of: Self.section)
    guard let count = Digits.number(part.output.trimmingBlanks) else {
      throw Unreadable(expected: "a number of processors", seen: part.output)
    }
    self.count = count
  }
}

/// Model of the node's processors.
struct ProcessorModel: Reading {
  static let section = Section("/proc/cpuinfo", Command("grep", "-m", "1", "^model name", "/proc/cpuinfo"))

  /// Empty where the kernel names none.
  var name: String

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    try part.requireStatus(0, 1, of: Self.section)
    name = Excerpt.clean(part.lines.first?.cut(at: ":").map { String($0.tail).trimmingBlanks } ?? "")
  }
}

/// Version of pve-manager.
/// - Source: facts/pve.md 3.1.
struct ManagerVersion: Reading {
  static let section = Section("pveversion", Command("pveversion", limitSeconds: 20))

  var version: String

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    try part.requireStatus(0, of: Self.section)
    for line in part.lines where line.hasPrefix("pve-manager/") {
      let fields = line.split(separator: "/")
      guard fields.count >= 2, fields[1].first?.isNumber == true, let version = fields[1].words.first else { break }
      self.version = String(version)
      return
    }
    throw Unreadable(expected: "pve-manager/VERSION/…", seen: part.output)
  }
}
