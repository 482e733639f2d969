import Cluster

/// Answers of the API below one node.
/// - Source: facts/pve.md 4.4 to 4.7, 4.9.
enum PveshNode {
  enum Answer {
    case found(JSON)
    case refused(String)
    case missing
  }

  static func get(_ path: [String], _ options: ToolOptions, _ node: SimulatedNode) -> Answer {
    switch path.first {
    case "status" where path.count == 1: return .found(status(node))
    case "version" where path.count == 1: return .found(Pvesh.version(node))
    case "lxc" where path.count == 1: return .found(guests(.container, node))
    case "qemu" where path.count == 1: return .found(guests(.machine, node))
    case "tasks": return tasks(Array(path.dropFirst()), options, node)
    case "apt" where path == ["apt", "update"]: return .found(updates(node))
    case "replication": return .found(.array([]))
    case "qemu" where path.count == 3 && path[2] == "migrate": return migratable(Int(path[1]) ?? 0, node)
    case "lxc", "qemu":
      guard path.count == 4, path[2] == "status", path[3] == "current", let id = Int(path[1]) else { return .missing }
      let kind: Guest.Kind = path[0] == "lxc" ? .container : .machine
      guard node.owns(id, kind) else { return .refused(node.missingConfiguration(id, kind)) }
      return .found(guest(id, kind, node, isCurrent: true))
    default: return .missing
    }
  }

  static func status(_ node: SimulatedNode) -> JSON {
    let used = node.memoryUsed
    let total = node.machine.memoryBytes
    var fields: [String: JSON] = [
      "cpu": .decimal(node.loads[0] / Double(node.machine.cores), places: 4),
      "cpuinfo": .object([
        "cores": .number(node.machine.cores / 2), "cpus": .number(node.machine.cores), "sockets": .number(1),
        "model": .text(node.machine.processor),
      ]),
      "current-kernel": .object([
        "machine": .text("x86_64"), "release": .text(node.kernel), "sysname": .text("Linux"),
        "version": .text("#1 SMP PREEMPT_DYNAMIC PMX"),
      ]),
      "kversion": .text("Linux \(node.kernel) #1 SMP PREEMPT_DYNAMIC PMX"),
      "loadavg": .array(node.loads.map { .text(Pad.decimals($0, 2)) }),
      "memory": .object([
        "available": .size(total - used), "free": .size((total - used) * 7 / 10), "total": .size(total),
        "used": .size(used),
      ]),
      "rootfs": .object([
        "avail": .number(83_368_038_400), "free": .number(88_538_779_648), "total": .number(100_861_726_720),
        "used": .number(12_322_947_072),
      ]),
      "uptime": .number(Int(node.uptime)), "wait": .decimal(0.001, places: 3),
    ]
    if node.kind == .cluster { fields["pveversion"] = .text(Pveversion.short(node)) }
    return .object(fields)
  }

  private static func guests(_ kind: Guest.Kind, _ node: SimulatedNode) -> JSON {
    .array(node.ownedGuests(kind).map { guest($0, kind, node, isCurrent: false) })
  }

  private static func guest(_ id: Int, _ kind: Guest.Kind, _ node: SimulatedNode, isCurrent: Bool) -> JSON {
    let configuration = node.cluster.files.configuration(id)
    let run = node.runs(id) ? node.running[id] : nil
    let memory = node.cluster.memory(of: id)
    let used = run == nil ? 0 : Int64(Double(memory) * node.cluster.memoryUse(of: id))
    var fields: [String: JSON] = [
      "cpu": .number(0), "cpus": .number(Int(configuration?["cores"] ?? "1") ?? 1), "disk": .number(0),
      "diskread": .number(0), "diskwrite": .number(0), "maxdisk": .number(8_589_934_592), "maxmem": .size(memory),
      "mem": .size(used), "name": .text(node.cluster.name(of: id)), "netin": .number(0), "netout": .number(0),
      "status": .text(run == nil ? "stopped" : "running"),
      "uptime": .number(run.map { Int(node.cluster.now - $0.since) } ?? 0), "vmid": .number(id),
    ]
    if let run { fields["pid"] = .number(run.pid) }
    if kind == .container {
      fields["type"] = .text("lxc")
      fields["maxswap"] = .number(536_870_912)
      fields["swap"] = .number(0)
    }
    if let lock = configuration?["lock"] { fields["lock"] = .text(lock) }
    if let tags = configuration?["tags"] { fields["tags"] = .text(tags) }
    if configuration?.isOn("template") == true { fields["template"] = .number(1) }
    if isCurrent {
      let isManaged = node.cluster.manager.manages(id)
      fields["ha"] = .object(isManaged ? ["managed": .number(1), "state": .text("started")] : ["managed": .number(0)])
      if kind == .machine { fields["qmpstatus"] = .text(run == nil ? "stopped" : "running") }
    }
    return .object(fields)
  }

  private static func tasks(_ path: [String], _ options: ToolOptions, _ node: SimulatedNode) -> Answer {
    guard let upid = path.first else {
      let source = options.values["source"] ?? "archive"
      let chosen = node.tasks.reversed().filter { task in
        (source == "all" || task.isRunning == (source == "active"))
          && options.values["vmid"].map { $0 == task.subject } ?? true
          && options.values["typefilter"].map { $0 == task.type } ?? true
      }
      return .found(.array(chosen.prefix(Int(options.values["limit"] ?? "50") ?? 50).map { TaskList.json($0) }))
    }
    guard let task = node.tasks.first(where: { $0.upid == upid }) else {
      return .refused("400 Parameter verification failed.\nupid: no such task")
    }
    switch path.dropFirst().first {
    case "status":
      guard case .object(var fields) = TaskList.json(task) else { return .missing }
      fields["status"] = .text(task.isRunning ? "running" : "stopped")
      fields["endtime"] = nil
      if !task.isRunning { fields["exitstatus"] = .text(task.statusText) }
      return .found(.object(fields))
    case "log":
      guard case .success(let bytes) = node.files.read(task.logPath) else {
        return .found(.array([.object(["n": .number(1), "t": .text("no content")])]))
      }
      let start = Int(options.values["start"] ?? "0") ?? 0
      let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").enumerated().dropFirst(start)
      return .found(
        .array(
          lines.prefix(Int(options.values["limit"] ?? "50") ?? 50).map {
            .object(["n": .number($0.offset + 1), "t": .text(String($0.element))])
          }))
    default: return .missing
    }
  }

  static func updates(_ node: SimulatedNode) -> JSON {
    .array(
      node.packages.pending.map { package in
        var fields: [String: JSON] = [
          "Arch": .text(package.architecture), "Description": .text(package.name),
          "Origin": .text(package.origin.hasPrefix("Debian") ? "Debian" : "Proxmox"), "Package": .text(package.name),
          "Priority": .text("optional"), "Section": .text(package.kernel == nil ? "admin" : "kernel"),
          "Title": .text(package.name), "Version": .text(package.available),
        ]
        if let old = package.installed { fields["OldVersion"] = .text(old) }
        return .object(fields)
      })
  }

  /// The check before a migration. Offline nodes count as allowed (facts/pve.md 0, trap 12).
  private static func migratable(_ id: Int, _ node: SimulatedNode) -> Answer {
    guard node.owns(id, .machine), let configuration = node.cluster.files.configuration(id) else {
      return .refused(node.missingConfiguration(id, .machine))
    }
    if let lock = configuration["lock"] { return .refused("VM is locked (\(lock))") }
    guard node.isQuorate else { return .refused("cluster not ready - no quorum?") }
    let needed = node.storagesNeeded(by: configuration)
    var allowed: [JSON] = []
    var notAllowed: [String: JSON] = [:]
    for member in node.cluster.members where member !== node {
      let lacking = node.cluster.herd.storages.filter { needed.contains($0.name) && !$0.isUsable(on: member.name) }
      if lacking.isEmpty {
        allowed.append(.text(member.name))
      } else {
        notAllowed[member.name] = .object(["unavailable_storages": .array(lacking.map { .text($0.name) })])
      }
    }
    let disks = GuestVolumes.volumes(of: configuration).filter { volume in
      !(node.cluster.herd.storages.first { $0.name == volume.storage }?.isShared ?? false)
    }
    return .found(
      .object([
        "allowed_nodes": .array(allowed), "not_allowed_nodes": .object(notAllowed),
        "local_disks": .array(
          disks.map {
            .object([
              "cdrom": .flag($0.isMedium), "drivename": .text($0.key), "is_attached": .number(1), "shared": .number(0),
              "volid": .text($0.volume),
            ])
          }),
        "local_resources": .array(GuestVolumes.localDevices(of: configuration).map { .text($0) }),
        "mapped-resource-info": .object([:]), "mapped-resources": .array([]), "running": .flag(node.runs(id)),
      ]))
  }
}
