import Cluster

/// Answers of the API's `/cluster` and `/nodes`.
/// - Source: facts/pve.md 4.2, 4.3, 4.8, 4.10.
enum PveshCluster {
  static func get(_ path: [String], _ options: ToolOptions, _ node: SimulatedNode) -> JSON? {
    switch path {
    case ["resources"]: resources(options.values["type"], node)
    case ["status"]: status(node)
    case ["nextid"]: .text("\((node.cluster.files.places.keys.max() ?? 99) + 1)")
    case ["replication"], ["backup"], ["ha", "groups"]: .array([])
    case ["ha", "resources"]: managed(node)
    case ["ha", "status", "current"]: HighAvailabilityReports.current(seenBy: node)
    case ["ha", "status", "manager_status"]: managerStatus(node)
    case ["backup-info", "not-backed-up"]: .array([])
    default: nil
    }
  }

  private static func isOnline(_ member: SimulatedNode, _ node: SimulatedNode) -> Bool {
    member === node || (node.isMember && member.isMember)
  }

  private static func status(_ node: SimulatedNode) -> JSON {
    let members = node.cluster.members
    var entries: [JSON] = [
      .object([
        "id": .text("cluster"), "name": .text(node.cluster.herd.name), "nodes": .number(members.count),
        "quorate": .flag(node.isQuorate), "type": .text("cluster"), "version": .number(members.count),
      ])
    ]
    for member in members {
      entries.append(
        .object([
          "id": .text("node/\(member.name)"), "ip": .text(member.address), "level": .text(""),
          "local": .flag(member === node), "name": .text(member.name), "nodeid": .number(member.id),
          "online": .flag(isOnline(member, node)), "type": .text("node"),
        ]))
    }
    return .array(entries)
  }

  static func nodes(_ node: SimulatedNode) -> JSON {
    .array(node.cluster.members.map { nodeEntry($0, node) })
  }

  private static func nodeEntry(_ member: SimulatedNode, _ node: SimulatedNode) -> JSON {
    let isOnline = isOnline(member, node)
    var fields: [String: JSON] = [
      "cgroup-mode": .number(2), "id": .text("node/\(member.name)"), "level": .text(""),
      "maxcpu": .number(member.machine.cores), "maxdisk": .number(100_861_726_720),
      "maxmem": .size(member.machine.memoryBytes), "node": .text(member.name),
      "status": .text(isOnline ? "online" : "offline"), "type": .text("node"),
    ]
    if isOnline {
      fields["cpu"] = .decimal(member.loads[0] / Double(member.machine.cores), places: 4)
      fields["disk"] = .number(12_322_947_072)
      fields["mem"] = .size(member.memoryUsed)
      fields["uptime"] = .number(Int(member.uptime))
    }
    return .object(fields)
  }

  /// Order is that of ids as text, as the real list has it.
  private static func resources(_ type: String?, _ node: SimulatedNode) -> JSON {
    let cluster = node.cluster
    var entries: [JSON] = []
    if type == nil || type == "vm" {
      for id in cluster.files.places.keys.sorted(by: { "\($0)" < "\($1)" }) {
        if let place = cluster.files.places[id] { entries.append(guest(id, place, cluster)) }
      }
    }
    if type == nil || type == "node" { entries += cluster.members.map { nodeEntry($0, node) } }
    if type == nil || type == "storage" {
      for member in cluster.members {
        for storage in cluster.herd.storages {
          entries.append(
            .object([
              "content": .text(storage.content), "disk": .size(storage.usedBytes),
              "id": .text("storage/\(member.name)/\(storage.name)"), "maxdisk": .size(storage.totalBytes),
              "node": .text(member.name), "plugintype": .text(storage.type), "shared": .flag(storage.isShared),
              "status": .text(member.isActive(storage.name) ? "available" : "unknown"),
              "storage": .text(storage.name), "type": .text("storage"),
            ]))
        }
      }
    }
    return .array(entries)
  }

  private static func guest(_ id: Int, _ place: ClusterFiles.Place, _ cluster: SimulatedCluster) -> JSON {
    let configuration = cluster.files.configuration(id)
    let type = place.kind == .container ? "lxc" : "qemu"
    let run = cluster.node(place.node)?.running[id]
    var fields: [String: JSON] = [
      "cpu": .number(0), "disk": .number(0), "diskread": .number(0), "diskwrite": .number(0),
      "id": .text("\(type)/\(id)"), "maxcpu": .number(Int(configuration?["cores"] ?? "1") ?? 1),
      "maxdisk": .number(8_589_934_592), "maxmem": .size(cluster.memory(of: id)),
      "mem": .size(run == nil ? 0 : Int64(Double(cluster.memory(of: id)) * cluster.memoryUse(of: id))),
      "name": .text(cluster.name(of: id)), "netin": .number(0), "netout": .number(0), "node": .text(place.node),
      "status": .text(run == nil ? "stopped" : "running"),
      "template": .flag(configuration?.isOn("template") ?? false), "type": .text(type),
      "uptime": .number(run.map { Int(cluster.now - $0.since) } ?? 0), "vmid": .number(id),
    ]
    if let lock = configuration?["lock"] { fields["lock"] = .text(lock) }
    if let pool = cluster.herd.pools[GuestID(id)] { fields["pool"] = .text(pool) }
    if let tags = configuration?["tags"] { fields["tags"] = .text(tags) }
    if let service = cluster.manager.services[id] { fields["hastate"] = .text(service.state) }
    return .object(fields)
  }

  private static func managed(_ node: SimulatedNode) -> JSON {
    guard let configuration = node.cluster.manager.configuration else { return .array([]) }
    return .array(
      configuration.states.keys.sorted().map { id in
        let name = configuration.name(id)
        return .object([
          "digest": .text("c3ab8ff13720e8ad9047dd39466b3c8974e592c2"), "max_relocate": .number(1),
          "max_restart": .number(1), "sid": .text(name), "state": .text(configuration.states[id] ?? "started"),
          "type": .text(String(name.prefix { $0 != ":" })),
        ])
      })
  }

  private static func managerStatus(_ node: SimulatedNode) -> JSON {
    let members = node.cluster.members
    return .object([
      "lrm_status": .object(
        Dictionary(uniqueKeysWithValues: members.map { ($0.name, HighAvailabilityReports.localStatus($0)) })),
      "manager_status": HighAvailabilityReports.managerStatus(node.cluster),
      "quorum": .object(["node": .text(node.name), "quorate": .flag(node.isQuorate)]),
    ])
  }
}
