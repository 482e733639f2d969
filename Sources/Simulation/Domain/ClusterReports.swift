/// The files that pmxcfs makes by itself.
/// - Source: facts/pve.md 10.1.
enum ClusterReports {
  static func members(seenBy node: SimulatedNode) -> String {
    let members = node.cluster.members
    guard members.count > 1 else { return "{\n\"nodename\": \"\(node.name)\",\n\"version\": 4\n}\n" }
    let list = members.map { member in
      let isOnline = member === node || (node.isMember && member.isMember)
      return
        "  \"\(member.name)\": { \"id\": \(member.id), \"online\": \(isOnline ? 1 : 0), \"ip\": \"\(member.address)\"}"
    }
    return """
      {
      "nodename": "\(node.name)",
      "version": \(12 + node.cluster.ledger.boots.values.reduce(0, +) * 2),
      "cluster": { "name": "\(node.cluster.herd.name)", "version": \(members.count), "nodes": \(members.count), \
      "quorate": \(node.isQuorate ? 1 : 0) },
      "nodelist": {
      \(list.joined(separator: ",\n"))
        }
      }

      """
  }

  static func guestList(_ cluster: SimulatedCluster) -> String {
    let places = cluster.files.places
    guard !places.isEmpty else { return "{\n\"version\": \(cluster.files.version)\n}\n" }
    // Real order follows a hash table; numbers as text serve as an order that no reader should count on.
    let rows = places.keys.sorted { "\($0)" < "\($1)" }.compactMap { id -> String? in
      guard let place = places[id], let version = cluster.files.entries[place.path]?.version else { return nil }
      let type = place.kind == .container ? "lxc" : "qemu"
      return "\"\(id)\": { \"node\": \"\(place.node)\", \"type\": \"\(type)\", \"version\": \(version) }"
    }
    return "{\n\"version\": \(cluster.files.version),\n\"ids\": {\n\(rows.joined(separator: ",\n"))}\n\n}\n"
  }

  static func version(_ cluster: SimulatedCluster) -> String {
    "{\"starttime\":\(cluster.startedAt.milliseconds / 1000 - 86400),\"clinfo\":12,\"vmlist\":\(cluster.files.version)}\n"
  }
}
