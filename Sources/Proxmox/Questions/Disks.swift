import Cluster
import Remote

/// Room where an upgrade writes.
/// - Source: facts/pve.md 9.3.
struct FreeSpace: Reading {
  static let section = Section(
    "df", Command("df", "-B1", "--output=target,avail", "/", "/boot", "/var", limitSeconds: 10))

  /// Each file system once; `/boot` and `/var` only where they are mounted on their own.
  var fileSystems: [NodeHealth.FileSystem]

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    // 1: one of the paths is not there; the others still count.
    try part.requireStatus(0, 1, of: Self.section)
    var found: [NodeHealth.FileSystem] = []
    for line in part.lines.dropFirst() {
      let words = line.words
      guard words.count == 2, words[0].hasPrefix("/"), let free = Digits.number(words[1]) else { continue }
      let path = Excerpt.clean(String(words[0]))
      if !found.contains(where: { $0.path == path }) { found.append(.init(path: path, freeBytes: Int64(free))) }
    }
    fileSystems = found
    guard !fileSystems.isEmpty else { throw Unreadable(expected: "free bytes of /", seen: part.output + part.errors) }
  }
}

/// ZFS pools that are not whole.
/// - Source: facts/pve.md 12: `all pools are healthy` when they are.
struct PoolStatus: Reading {
  static let section = Section("zpool status", Command("zpool", "status", "-x", limitSeconds: 15))

  /// Such as `rpool DEGRADED`.
  var degraded: [String] = []

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    // Without ZFS there is no program, or no module in the kernel.
    if part.status == 127 || (part.errors + part.output).contains("ZFS modules") { return }
    try part.requireStatus(0, of: Self.section)
    var pool = ""
    for line in part.lines {
      guard let (key, value) = line.cut(at: ":") else { continue }
      let text = Excerpt.of(String(value).trimmingBlanks)
      switch String(key).trimmingBlanks {
      case "pool": pool = text
      case "state" where text != "ONLINE" && !pool.isEmpty: degraded.append("\(pool) \(text)")
      default: break
      }
    }
  }
}

/// Arrays of the kernel that lack a disk: `[2/1] [U_]`.
struct ArrayStatus: Reading {
  static let section = Section("/proc/mdstat", Command("cat", "/proc/mdstat"))

  /// Such as `md0 [U_]`.
  var degraded: [String] = []

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    if part.status == 1, part.onlyMissesFiles { return }
    try part.requireStatus(0, of: Self.section)
    var array = ""
    for line in part.lines {
      let words = line.words
      if words.count > 2, words[1] == ":", words[0].hasPrefix("md") { array = Excerpt.of(String(words[0])) }
      guard let map = words.last, map.hasPrefix("["), map.hasSuffix("]"), map.contains("_"), !array.isEmpty,
        map.dropFirst().dropLast().allSatisfy({ $0 == "U" || $0 == "_" })
      else { continue }
      degraded.append("\(array) \(map)")
    }
  }
}
