import Cluster
import Remote

/// Memory of nodes and guests as Proxmox itself counts it, and pools of guests. What runs where is never read from here: these figures are
/// broadcasts that may be ten seconds old.
/// - Source: facts/pve.md 4.2, and 0, trap 11.
struct ClusterResources: Reading {
  static let section = Section(
    "cluster resources", Command("pvesh", "get", "/cluster/resources", "--output-format", "json", limitSeconds: 30))

  private struct Entry: Decodable {
    var type: String?
    var node: String?
    var vmid: LenientNumber?
    var pool: String?
    var mem: LenientNumber?
    var maxmem: LenientNumber?

    private enum CodingKeys: CodingKey { case type, node, vmid, pool, mem, maxmem }

    init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      type = try fields.decodeIfPresent(String.self, forKey: .type)
      // Storages are many, each counted once per node, and nothing of them is read.
      if type == "storage" { return }
      node = try fields.decodeIfPresent(String.self, forKey: .node)
      vmid = try fields.decodeIfPresent(LenientNumber.self, forKey: .vmid)
      pool = try fields.decodeIfPresent(String.self, forKey: .pool)
      mem = try fields.decodeIfPresent(LenientNumber.self, forKey: .mem)
      maxmem = try fields.decodeIfPresent(LenientNumber.self, forKey: .maxmem)
    }
  }

  /// Memory by node, where it is told.
  var nodes: [String: Capacity] = [:]
  /// Memory in use by guest, in bytes, where it is told.
  var guests: [GuestID: Int64] = [:]
  /// Pools by guest; guests that are in none are absent.
  var pools: [GuestID: String] = [:]

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    try part.requireStatus(0, of: Self.section)
    let entries = try LenientJSON.decode([Entry].self, from: part, expected: "a list of resources")
    for entry in entries {
      if let id = entry.vmid?.whole, let id = Int(exactly: id), let pool = entry.pool { pools[GuestID(id)] = pool }
      guard let used = entry.mem?.whole, used >= 0 else { continue }
      if entry.type == "node", let node = entry.node, let total = entry.maxmem?.whole, total > 0 {
        nodes[node] = Capacity(usedBytes: used, totalBytes: total)
      } else if let id = entry.vmid?.whole, let id = Int(exactly: id), used > 0 {
        guests[GuestID(id)] = used
      }
    }
  }
}
