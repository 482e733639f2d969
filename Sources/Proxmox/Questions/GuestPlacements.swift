import Cluster
import Remote

/// On which node each guest of the cluster is configured, immediate and the same on every quorate node.
/// - Source: `/etc/pve/.vmlist`, facts/pve.md 10.1.
struct GuestPlacements: Reading {
  static let section = Section("/etc/pve/.vmlist", Command("cat", "/etc/pve/.vmlist"))
  static let remedy = ClusterMembers.remedy

  /// In order of id.
  var placements: [Placement]

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    try part.requireStatus(0, of: Self.section)
    let file = try LenientJSON.decode(File.self, from: part, expected: "the JSON of .vmlist")
    var placements: [Placement] = []
    for (key, entry) in file.ids ?? [:] {
      guard let id = Digits.number(key), let node = NodeName(entry.node) else {
        throw Unreadable(expected: "a guest and its node in .vmlist", seen: "\(key): \(entry.node)")
      }
      switch entry.type {
      case "lxc": placements.append(Placement(guest: GuestID(id), kind: .container, node: node))
      case "qemu": placements.append(Placement(guest: GuestID(id), kind: .machine, node: node))
      default: throw Unreadable(expected: "lxc or qemu in .vmlist", seen: "\(key): \(entry.type)")
      }
    }
    self.placements = placements.sorted { $0.guest < $1.guest }
  }

  private struct File: Decodable {
    struct Entry: Decodable {
      var node: String
      var type: String
    }
    // Without guests only the version is there; a file without even that is none of pmxcfs.
    var version: LenientNumber
    var ids: [String: Entry]?
  }
}
