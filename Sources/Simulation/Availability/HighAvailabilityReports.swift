import Cluster

/// What the HA stack says of itself, as text, as files and as JSON.
/// - Source: facts/pve.md 3.3, 4.8.
enum HighAvailabilityReports {
  static func masterNode(_ cluster: SimulatedCluster) -> String {
    cluster.members.first { $0.isQuorate }?.name ?? cluster.members.first?.name ?? ""
  }

  static func localState(_ node: SimulatedNode) -> String {
    let manager = node.cluster.manager
    if manager.maintenanceNodes.contains(node.name) { return "maintenance mode" }
    let hasServices = manager.services.keys.contains { node.cluster.files.places[$0]?.node == node.name }
    return hasServices ? "active" : "idle"
  }

  /// Lines of `ha-manager status`.
  static func status(seenBy node: SimulatedNode) -> String {
    let cluster = node.cluster
    guard node.isQuorate else { return "quorum No quorum on node '\(node.name)'!\n" }
    var text = "quorum OK\n"
    guard !cluster.manager.services.isEmpty || !cluster.manager.maintenanceNodes.isEmpty else { return text }
    let time = CivilTime.text(cluster.timestamp)
    text += "master \(masterNode(cluster)) (active, \(time))\n"
    for member in cluster.members {
      let words = member.isMember ? "\(localState(member)), \(time)" : "old timestamp - dead?, \(time)"
      text += "lrm \(member.name) (\(words))\n"
    }
    for (name, service) in named(cluster) {
      text += "service \(name) (\(service.place), \(service.state))\n"
    }
    return text
  }

  private static func named(_ cluster: SimulatedCluster) -> [(String, (place: String, state: String, id: Int))] {
    guard let configuration = cluster.manager.configuration else { return [] }
    return cluster.manager.services.keys.sorted().map { id in
      let place = cluster.files.places[id]?.node ?? ""
      return (configuration.name(id), (place, cluster.manager.services[id]?.state ?? "", id))
    }
  }

  static func nodeState(_ node: SimulatedNode) -> String {
    if node.cluster.manager.maintenance.contains(node.name) { return "maintenance" }
    return node.isMember ? "online" : "unknown"
  }

  /// The content of `/etc/pve/ha/manager_status`.
  static func managerStatus(_ cluster: SimulatedCluster) -> JSON {
    let manager = cluster.manager
    var services: [String: JSON] = [:]
    for (name, service) in named(cluster) {
      var fields: [String: JSON] = [
        "node": .text(service.place), "state": .text(service.state), "uid": .text("uid\(service.id)"),
      ]
      if let record = manager.services[service.id] {
        if let target = record.target { fields["target"] = .text(target) }
        if let home = record.maintenanceNode { fields["maintenance_node"] = .text(home) }
      }
      if cluster.runningNode(of: service.id) != nil { fields["running"] = .number(1) }
      services[name] = .object(fields)
    }
    var fields: [String: JSON] = [
      "master_node": .text(masterNode(cluster)),
      "node_status": .object(
        Dictionary(uniqueKeysWithValues: cluster.members.map { ($0.name, .text(nodeState($0))) })),
      "service_status": .object(services), "timestamp": .number(Int(cluster.epochNow)),
    ]
    if !manager.requestedMaintenance.isEmpty {
      fields["node_request"] = .object(
        Dictionary(
          uniqueKeysWithValues: manager.requestedMaintenance.sorted().map {
            ($0, JSON.object(["maintenance": .number(1)]))
          }))
    }
    return .object(fields)
  }

  static func localStatus(_ node: SimulatedNode) -> JSON {
    let state = localState(node)
    let isInMaintenance = state == "maintenance mode"
    return .object([
      "mode": .text(isInMaintenance ? "maintenance" : "active"), "results": .object([:]),
      "state": .text(isInMaintenance || state == "idle" ? "wait_for_agent_lock" : "active"),
      "timestamp": .number(Int(node.cluster.epochNow)),
    ])
  }

  /// The manager writes its files anew in every round.
  static func write(_ cluster: SimulatedCluster) {
    let master = masterNode(cluster)
    cluster.files.put("ha/manager_status", text: managerStatus(cluster).text, by: master)
    for node in cluster.members where node.isQuorate {
      cluster.files.put("nodes/\(node.name)/lrm_status", text: localStatus(node).text, by: node.name)
    }
  }

  /// Entries of `/cluster/ha/status/current`.
  static func current(seenBy node: SimulatedNode) -> JSON {
    let cluster = node.cluster
    var entries: [JSON] = [
      .object([
        "id": .text("quorum"), "node": .text(node.name), "quorate": .flag(node.isQuorate), "type": .text("quorum"),
        "status": .text(node.isQuorate ? "OK" : "No quorum on node '\(node.name)'!"),
      ])
    ]
    guard !cluster.manager.services.isEmpty else { return .array(entries) }
    let time = CivilTime.text(cluster.timestamp)
    let stamp = JSON.number(Int(cluster.epochNow))
    let master = masterNode(cluster)
    entries.append(
      .object([
        "id": .text("master"), "node": .text(master), "status": .text("\(master) (active, \(time))"),
        "timestamp": stamp, "type": .text("master"),
      ]))
    for member in cluster.members {
      entries.append(
        .object([
          "id": .text("lrm:\(member.name)"), "node": .text(member.name), "timestamp": stamp, "type": .text("lrm"),
          "status": .text("\(member.name) (\(localState(member)), \(time))"),
        ]))
    }
    for (name, service) in named(cluster) {
      entries.append(
        .object([
          "crm_state": .text(service.state), "id": .text("service:\(name)"), "max_relocate": .number(1),
          "max_restart": .number(1), "node": .text(service.place), "sid": .text(name),
          "request_state": .text(cluster.manager.configuration?.states[service.id] ?? "started"),
          "state": .text(service.state), "status": .text("\(name) (\(service.place), \(service.state))"),
          "type": .text("service"),
        ]))
    }
    return .array(entries)
  }
}
