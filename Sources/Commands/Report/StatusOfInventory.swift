import Cluster
import Planning

extension StatusReport {
  /// The report of what is, with what `policy` wants of each guest.
  init(_ inventory: Inventory, policy: Policy = Policy()) {
    time = inventory.takenAt
    let quorum = inventory.quorum
    cluster = Votes(
      name: inventory.clusterName, quorate: quorum.isQuorate, votes: quorum.votes, expected: quorum.expected,
      needed: quorum.needed, device: quorum.deviceVotes)
    nodes = inventory.nodes.map { NodeStatus($0, guests: inventory.guests(on: $0.name)) }
    backupServers = inventory.backupServers.map { BackupServerStatus($0) }
    guests = inventory.guests.map { GuestStatus($0, handling: policy.of($0).handling) }
    affinities = inventory.affinities.map { AffinityStatus($0) }
  }
}

extension StatusReport.Usage {
  init(_ capacity: Capacity) { self.init(used: capacity.usedBytes, total: capacity.totalBytes) }
}

extension StatusReport.Updates {
  init(_ updates: PendingUpdates) {
    self.init(
      pending: updates.isKnown ? updates.count : nil, security: updates.isKnown ? updates.security : nil,
      removals: updates.removals, kernel: updates.kernel, unread: updates.unread)
  }
}

extension StatusReport.GuestCounts {
  /// Templates never run, so they don't count.
  init(_ guests: [Guest]) {
    func count(_ kind: Guest.Kind) -> StatusReport.Count {
      let all = guests.filter { $0.kind == kind && !$0.isTemplate }
      return StatusReport.Count(running: all.count { $0.status == .running }, total: all.count)
    }
    self.init(ct: count(.container), vm: count(.machine))
  }
}

extension StatusReport.NodeStatus {
  init(_ node: Node, guests: [Guest]) {
    self.init(
      name: node.name, address: node.address, online: node.isOnline, version: node.version, kernel: node.kernel,
      bootKernel: node.bootKernel, bootId: node.bootID, uptimeSeconds: node.uptimeSeconds, cores: node.cores,
      load: node.load, memory: .init(node.memory), guests: .init(guests), updates: .init(node.updates),
      rebootNeeded: node.rebootReason != nil, rebootReason: node.rebootReason, maintenance: node.inMaintenance,
      problems: node.problems, kernelPinned: node.kernelIsPinned,
      storages: node.storages.map {
        .init(
          name: $0.name, type: $0.type, active: $0.isActive, shared: $0.isShared, used: $0.capacity.usedBytes,
          total: $0.capacity.totalBytes)
      },
      tasks: node.tasks, queuedJobs: node.queuedJobs, bridges: node.bridges, devices: node.devices,
      mappings: node.mappings, paths: node.paths, processor: node.health.processor,
      cephFlags: node.health.ceph?.flags.sorted(), backupJobs: node.health.backupJobs,
      inCluster: node.isInCluster, unread: node.unread)
  }
}

extension StatusReport.BackupServerStatus {
  init(_ server: BackupServer) {
    self.init(
      name: server.name, online: server.isOnline, version: server.version, kernel: server.kernel,
      uptimeSeconds: server.uptimeSeconds, updates: .init(server.updates), rebootNeeded: server.needsReboot,
      datastores: server.datastores.map {
        .init(name: $0.name, used: $0.capacity.usedBytes, total: $0.capacity.totalBytes)
      },
      lastBackup: server.lastBackup, address: server.address, bootKernel: server.bootKernel,
      lastVerify: server.lastVerify, problems: server.problems)
  }
}

extension StatusReport.GuestStatus {
  init(_ guest: Guest, handling: GuestPolicy.Handling) {
    self.init(
      id: guest.id, type: guest.kind, name: guest.name, node: guest.node, home: guest.node, status: guest.status,
      lock: guest.lock, memory: guest.memoryBytes, tags: guest.tags, ha: guest.haState, policy: handling.rawValue,
      // Only what runs has to move, so nothing keeps the others.
      blockers: guest.status == .running && !guest.isTemplate
        ? Mobility.obstacles(of: guest, handling: handling).map { BlockerReport($0) } : [],
      pool: guest.pool, template: guest.isTemplate, cores: guest.cores, startsAtBoot: guest.startsAtBoot,
      startup: .init(order: guest.startup.order, up: guest.startup.upSeconds, down: guest.startup.downSeconds),
      privileged: guest.isPrivileged, devices: guest.devices, disks: guest.disks.map { .init($0) },
      passthrough: guest.passthrough, bridges: guest.bridges, snapshots: guest.hasSnapshots,
      mappings: guest.mappings, paths: guest.paths, seesProcessor: guest.seesProcessor,
      memoryUsed: guest.memoryUsedBytes)
  }
}

extension StatusReport.DiskStatus {
  init(_ disk: Guest.Disk) {
    switch disk.backing {
    case .volume(let storage):
      self.init(key: disk.key, backing: .volume, storage: storage, size: disk.sizeBytes)
    case .image(let storage):
      self.init(key: disk.key, backing: .image, storage: storage, size: disk.sizeBytes)
    case .hostPath(let path, let shared):
      self.init(key: disk.key, backing: .path, path: path, shared: shared, size: disk.sizeBytes)
    case .hostDrive:
      self.init(key: disk.key, backing: .drive, size: disk.sizeBytes)
    }
  }
}

extension StatusReport.AffinityStatus {
  init(_ affinity: Affinity) {
    name = affinity.label
    strict = affinity.isStrict
    guests = affinity.guests
    switch affinity.wish {
    case .nodes(let nodes): (wish, self.nodes) = (.nodes, nodes)
    case .together: wish = .together
    case .apart: wish = .apart
    }
  }
}
