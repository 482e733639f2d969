import Cluster

extension StatusReport {
  /// What the report was made of, so that it can be planned on without touching the cluster. Where a writer left out
  /// the additions to the contract, nothing is known to stand in the way.
  var inventory: Inventory {
    Inventory(
      clusterName: cluster.name,
      quorum: Quorum(
        isQuorate: cluster.quorate, votes: cluster.votes, expected: cluster.expected, needed: cluster.needed,
        deviceVotes: cluster.device),
      nodes: nodes.map(\.node), guests: guests.map(\.guest), backupServers: backupServers.map(\.server),
      affinities: (affinities ?? []).map(\.affinity), takenAt: time)
  }

  /// Guests that are away from home.
  var homes: [GuestID: NodeName] {
    guests.reduce(into: [:]) { homes, guest in
      if guest.home != guest.node { homes[guest.id] = guest.home }
    }
  }
}

extension StatusReport.Updates {
  var pendingUpdates: PendingUpdates {
    guard let pending, let security else { return .unknown(because: unread ?? "it was not when this was saved") }
    return PendingUpdates(count: pending, security: security, removals: removals ?? [], kernel: kernel)
  }
}

extension StatusReport.NodeStatus {
  var node: Node {
    var node = Node(name: name, address: address)
    node.isOnline = online
    node.version = version
    node.kernel = kernel
    node.bootKernel = bootKernel
    node.kernelIsPinned = kernelPinned ?? false
    node.bootID = bootId
    node.uptimeSeconds = uptimeSeconds
    node.cores = cores
    node.load = load
    node.memory = Capacity(usedBytes: memory.used, totalBytes: memory.total)
    node.updates = updates.pendingUpdates
    node.storages = (storages ?? []).map {
      Storage(
        name: $0.name, type: $0.type, isActive: $0.active, isShared: $0.shared,
        capacity: Capacity(usedBytes: $0.used, totalBytes: $0.total))
    }
    node.tasks = tasks ?? []
    node.queuedJobs = queuedJobs ?? []
    node.bridges = bridges ?? []
    node.devices = devices ?? []
    node.mappings = mappings ?? []
    node.paths = paths ?? []
    node.health.processor = processor ?? ""
    // What Ceph complained of when the report was made is no matter of a plan on it.
    node.health.ceph = cephFlags.map { NodeHealth.Ceph(status: "HEALTH_OK", complaints: [], flags: Set($0)) }
    node.health.backupJobs = backupJobs ?? []
    node.inMaintenance = maintenance
    node.isInCluster = inCluster ?? true
    node.unread = unread ?? [:]
    node.problems = problems
    return node
  }
}

extension StatusReport.BackupServerStatus {
  var server: BackupServer {
    var server = BackupServer(name: name, address: address ?? "")
    server.isOnline = online
    server.version = version
    server.kernel = kernel
    server.bootKernel = bootKernel ?? ""
    server.uptimeSeconds = uptimeSeconds
    server.updates = updates.pendingUpdates
    server.datastores = datastores.map {
      BackupServer.Datastore(name: $0.name, capacity: Capacity(usedBytes: $0.used, totalBytes: $0.total))
    }
    server.lastBackup = lastBackup
    server.lastVerify = lastVerify
    server.problems = problems ?? []
    return server
  }
}

extension StatusReport.GuestStatus {
  var guest: Guest {
    var guest = Guest(
      id: id, kind: type, name: name, node: node, status: status, lock: lock, isTemplate: template ?? false,
      memoryBytes: memory, cores: cores, startsAtBoot: startsAtBoot ?? false,
      startup: Guest.Startup(order: startup?.order, upSeconds: startup?.up, downSeconds: startup?.down), tags: tags,
      haState: ha, isPrivileged: privileged ?? false, devices: devices ?? [], disks: (disks ?? []).map(\.disk),
      passthrough: passthrough ?? [], bridges: bridges ?? [], hasSnapshots: snapshots ?? false)
    guest.pool = pool
    guest.mappings = mappings ?? []
    guest.paths = paths ?? []
    guest.seesProcessor = seesProcessor ?? false
    guest.memoryUsedBytes = memoryUsed
    return guest
  }
}

extension StatusReport.DiskStatus {
  var disk: Guest.Disk {
    let backing: Guest.Disk.Backing =
      switch self.backing {
      case .volume: .volume(storage: storage ?? "")
      case .image: .image(storage: storage ?? "")
      case .path: .hostPath(path ?? "", shared: shared ?? false)
      case .drive: .hostDrive
      }
    return Guest.Disk(key: key, backing: backing, sizeBytes: size)
  }
}

extension StatusReport.AffinityStatus {
  var affinity: Affinity {
    let wish: Affinity.Wish =
      switch self.wish {
      case .nodes: .nodes(nodes ?? [:])
      case .together: .together
      case .apart: .apart
      }
    return Affinity(label: name, wish: wish, isStrict: strict, guests: guests)
  }
}
