import Cluster
import Remote

/// Whether Ceph is set up. Its programs are on every node of Proxmox VE, so they prove nothing.
struct CephConfig: Reading {
  static let section = Section("/etc/pve/ceph.conf", Command("test", "-e", "/etc/pve/ceph.conf"))

  var exists: Bool

  init(_ part: SectionedResult.Part) throws(Unreadable) { exists = part.status == 0 }
}

/// Ceph's health by its own judgement. Without its configuration it fails at once.
/// - Source: facts/pve.md 4.10, 8.5.
struct CephStatus: Reading {
  static let section = Section(
    "ceph health", Command("ceph", "health", "--connect-timeout", "5", "--format", "json", limitSeconds: 15))

  /// Nil when it does not answer.
  var ceph: NodeHealth.Ceph?

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    guard part.status == 0 else { return }
    let health = try LenientJSON.decode(Health.self, from: part, expected: "the JSON of ceph health")
    ceph = NodeHealth.Ceph(
      status: Excerpt.of(health.status), complaints: (health.checks ?? [:]).keys.map { Excerpt.of($0) }.sorted(),
      flags: CephStatus.flags(in: health.checks?["OSDMAP_FLAGS"]?.summary?.message ?? ""))
  }

  /// Out of `noout,nobackfill flag(s) set`.
  private static func flags(in message: String) -> Set<String> {
    let ending = " flag(s) set"
    guard message.hasSuffix(ending) else { return [] }
    return Set(message.dropLast(ending.count).split(separator: ",").map { Excerpt.of(String($0)) })
  }

  private struct Health: Decodable {
    struct Check: Decodable {
      struct Summary: Decodable {
        var message: String?
      }
      var summary: Summary?
    }
    var status: String
    var checks: [String: Check]?
  }
}

/// Ceph's storage daemons (OSDs) that have their data on the node: each has a folder there.
struct CephDaemons: Reading {
  static let section = Section("/var/lib/ceph/osd", Command("ls", "/var/lib/ceph/osd"))

  var count = 0

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    if part.onlyMissesFiles { return }
    try part.requireStatus(0, of: Self.section)
    count = part.lines.count { $0.contains("-") }
  }
}
