import Cluster
import Remote

/// What an upgrade would install and remove.
/// - Source: facts/pve.md 9.2: `Inst NAME[ [OLD]] (NEW ORIGINLIST [ARCH])`.
struct UpgradeSimulation: Reading {
  /// Needs neither lock nor network; longer than this means a sick disk.
  static let section = Section(
    "apt-get -s dist-upgrade", Command("apt-get", "-s", "dist-upgrade", limitSeconds: 60))

  var updates: PendingUpdates

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    try part.requireStatus(0, of: Self.section)
    var updates = PendingUpdates()
    var digest = UpgradeSimulation.digestOfNothing
    var hasSummary = false
    for line in part.lines {
      // Most other lines tell in which order packages would be set up.
      guard line.hasPrefix("Inst") || line.hasPrefix("Remv") else {
        if !line.hasPrefix("Conf"), line.contains(" upgraded, "), line.contains(" newly installed, ") {
          hasSummary = true
        }
        continue
      }
      let words = line.words
      guard words.count >= 2 else { continue }
      switch words[0] {
      case "Inst":
        updates.count += 1
        if UpgradeSimulation.isSecurity(line) { updates.security += 1 }
        updates.kernel = UpgradeSimulation.newer(updates.kernel, String(words[1]))
        digest = UpgradeSimulation.digest("\(words[1]) \(UpgradeSimulation.version(line))", from: digest)
      case "Remv":
        updates.removals.append(Excerpt.clean(String(words[1])))
      default: break
      }
    }
    // Half an answer would read as "nothing to do".
    guard hasSummary else { throw Unreadable(expected: "apt-get's summary", seen: part.output) }
    updates.digest = updates.count == 0 ? nil : digest
    self.updates = updates
  }

  /// The version that a package would get.
  private static func version(_ line: String) -> Substring {
    line.range(of: " (").map { line[$0.upperBound...].prefix { $0 != " " } } ?? ""
  }

  /// FNV-1a of 32 bits: tells lists of packages apart that nobody forges.
  private static let digestOfNothing: UInt32 = 0x811C_9DC5

  private static func digest(_ text: String, from start: UInt32) -> UInt32 {
    text.utf8.reduce(start) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
  }

  /// The label is matched, not the archive, whose name changes with every Debian release.
  private static func isSecurity(_ line: String) -> Bool {
    guard let open = line.range(of: " ("), let close = line.range(of: " [", in: open.upperBound..<line.endIndex)
    else { return false }
    let inside = line[open.upperBound..<close.lowerBound]
    guard let (_, origins) = inside.cut(at: " ") else { return false }
    return origins.split(separator: ",").contains { origin in
      origin.cut(at: ":").map { String($0.head).trimmingBlanks == "Debian-Security" } ?? false
    }
  }

  /// The newer of two kernel packages; meta packages and helpers are none.
  private static func newer(_ known: String?, _ package: String) -> String? {
    let bare = package.hasSuffix("-signed") ? String(package.dropLast(7)) : package
    let isKernel = ["proxmox-kernel-", "pve-kernel-"].contains { prefix in
      bare.hasPrefix(prefix) && bare.dropFirst(prefix.count).first?.isNumber == true && bare.hasSuffix("-pve")
    }
    guard isKernel else { return known }
    return known.map { NaturalOrder.precedes($0, package) ? package : $0 } ?? package
  }
}
